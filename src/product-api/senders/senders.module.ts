import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../../modules/audit/audit.module.js';
import { SenderEntity } from './internal/sender.entity.js';
import { SendersController } from './senders.controller.js';
import { Senders } from './senders.service.js';

/** Names and numbers that messages come from. */
@Module({
  imports: [AuditModule, TypeOrmModule.forFeature([SenderEntity])],
  controllers: [SendersController],
  providers: [Senders],
  exports: [Senders],
})
export class SendersModule {}
