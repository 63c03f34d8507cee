import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MessagesModule } from '../messages/messages.module.js';
import { CarrierReportEntity } from './internal/carrier-report.entity.js';
import { SandboxMessageEntity } from './internal/sandbox-message.entity.js';
import { SmsAttemptEntity } from './internal/sms-attempt.entity.js';

/** What takes messages to their recipients, and what it reports. */
@Module({
  imports: [
    MessagesModule,
    TypeOrmModule.forFeature([CarrierReportEntity, SandboxMessageEntity, SmsAttemptEntity]),
  ],
})
export class CarrierModule {}
