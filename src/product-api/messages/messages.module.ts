import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { GrantsModule } from '../../modules/grants/grants.module.js';
import { ProjectsModule } from '../../modules/projects/projects.module.js';
import { AudienceModule } from '../audience/audience.module.js';
import { FundsModule } from '../funds/funds.module.js';
import { SendersModule } from '../senders/senders.module.js';
import { ContactMessagesController } from './contact-messages.controller.js';
import { DirectMessagesController } from './direct-messages.controller.js';
import { DirectMessages } from './direct-messages.service.js';
import { Estimates } from './estimates.service.js';
import { AcceptMessages } from './internal/accept-messages.js';
import { JudgeMessages } from './internal/judge-messages.js';
import { MessagePayments } from './internal/message-payments.js';
import { MessagesEraser } from './internal/messages.eraser.js';
import { SmsMessageEntity } from './internal/sms-message.entity.js';
import { SmsPriceEntity } from './internal/sms-price.entity.js';
import { SmsQueueEntity } from './internal/sms-queue.entity.js';
import { MessagesController } from './messages.controller.js';
import { Outbox } from './outbox.service.js';
import { Prices } from './prices.service.js';
import { SentMessages } from './sent-messages.service.js';

/** Text messages up to the carrier: who may get them, what they cost, and where they wait. */
@Module({
  imports: [
    AudienceModule,
    FundsModule,
    GrantsModule,
    ProjectsModule,
    SendersModule,
    TypeOrmModule.forFeature([SmsMessageEntity, SmsPriceEntity, SmsQueueEntity]),
  ],
  controllers: [ContactMessagesController, DirectMessagesController, MessagesController],
  providers: [
    AcceptMessages,
    DirectMessages,
    Estimates,
    JudgeMessages,
    MessagePayments,
    MessagesEraser,
    Outbox,
    Prices,
    SentMessages,
  ],
  exports: [Outbox, Prices],
})
export class MessagesModule {}
