import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../../modules/accounts/accounts.module.js';
import { AuditModule } from '../../modules/audit/audit.module.js';
import { ProjectsModule } from '../../modules/projects/projects.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { SendersModule } from '../senders/senders.module.js';
import { ClearTestNumbersJob } from './internal/clear-test-numbers.job.js';
import { TestNumberEntity } from './internal/test-number.entity.js';
import { TestNumbersController } from './internal/test-numbers.controller.js';
import { TestNumbers } from './internal/test-numbers.js';

/** The phones of a project to which apps under development may send, and the page that confirms them. */
@Module({
  imports: [
    AccountsModule,
    AuditModule,
    ProjectsModule,
    SendersModule,
    MessagesModule,
    TypeOrmModule.forFeature([TestNumberEntity]),
  ],
  controllers: [TestNumbersController],
  providers: [ClearTestNumbersJob, TestNumbers],
})
export class TestNumbersModule {}
