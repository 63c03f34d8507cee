import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TokensModule } from '../../modules/tokens/tokens.module.js';
import { AudienceModule } from '../audience/audience.module.js';
import { FundsModule } from '../funds/funds.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { CarrierController } from './carrier.controller.js';
import { CarrierReportEntity } from './internal/carrier-report.entity.js';
import { ClearCarrierDataJob } from './internal/clear-carrier-data.job.js';
import { DispatchMessagesJob } from './internal/dispatch/dispatch-messages.job.js';
import { Dispatcher } from './internal/dispatch/dispatcher.js';
import { EndedAccesses } from './internal/dispatch/ended-accesses.js';
import { FollowUpMessagesJob } from './internal/dispatch/follow-up-messages.job.js';
import { RecordOutcomes } from './internal/dispatch/record-outcomes.js';
import { SuppressedNumbers } from './internal/dispatch/suppressed-numbers.js';
import { Gateways } from './internal/gateways/gateways.js';
import { InstasentGateway } from './internal/gateways/instasent-gateway.js';
import { SandboxGateway } from './internal/gateways/sandbox-gateway.js';
import { SandboxReportsJob } from './internal/gateways/sandbox-reports.job.js';
import { SandboxReports } from './internal/gateways/sandbox-reports.js';
import { ApplyReports } from './internal/reports/apply-reports.js';
import { CarrierInbox } from './internal/reports/carrier-inbox.js';
import { ReceiveInbound } from './internal/reports/receive-inbound.js';
import { SandboxEraser } from './internal/sandbox.eraser.js';
import { SandboxMessageEntity } from './internal/sandbox-message.entity.js';
import { TellStatus } from './internal/tell-status.js';
import { SandboxMessagesController } from './sandbox-messages.controller.js';
import { SmsAttemptEntity } from './internal/sms-attempt.entity.js';

/** What takes messages to their recipients, and what it reports. */
@Module({
  imports: [
    AudienceModule,
    FundsModule,
    MessagesModule,
    TokensModule,
    WebhooksModule,
    TypeOrmModule.forFeature([CarrierReportEntity, SandboxMessageEntity, SmsAttemptEntity]),
  ],
  controllers: [CarrierController, SandboxMessagesController],
  providers: [
    ApplyReports,
    CarrierInbox,
    ClearCarrierDataJob,
    DispatchMessagesJob,
    Dispatcher,
    EndedAccesses,
    FollowUpMessagesJob,
    Gateways,
    InstasentGateway,
    ReceiveInbound,
    RecordOutcomes,
    SandboxEraser,
    SandboxGateway,
    SandboxReports,
    SandboxReportsJob,
    SuppressedNumbers,
    TellStatus,
  ],
})
export class CarrierModule {}
