import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { GrantsModule } from '../../modules/grants/grants.module.js';
import { FundsModule } from '../funds/funds.module.js';
import { AcceptMessages } from './internal/accept-messages.js';
import { JudgeMessages } from './internal/judge-messages.js';
import { MessagePayments } from './internal/message-payments.js';
import { MessagesEraser } from './internal/messages.eraser.js';
import { SmsMessageEntity } from './internal/sms-message.entity.js';
import { SmsPriceEntity } from './internal/sms-price.entity.js';
import { SmsQueueEntity } from './internal/sms-queue.entity.js';
import { Outbox } from './outbox.service.js';
import { Prices } from './prices.service.js';

/** Text messages up to the carrier: who may get them, what they cost, and where they wait. */
@Module({
  imports: [
    FundsModule,
    GrantsModule,
    TypeOrmModule.forFeature([SmsMessageEntity, SmsPriceEntity, SmsQueueEntity]),
  ],
  providers: [AcceptMessages, JudgeMessages, MessagePayments, MessagesEraser, Outbox, Prices],
  exports: [Outbox, Prices],
})
export class MessagesModule {}
