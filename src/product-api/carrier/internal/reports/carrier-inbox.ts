import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import type { GatewayId } from '../../../messages/message-kinds.js';
import type { CarrierRequest } from '../../sms-gateway.js';
import { Gateways } from '../gateways/gateways.js';
import { ApplyReports } from './apply-reports.js';
import { ReceiveInbound } from './receive-inbound.js';

/** Takes what a carrier tells. If that fails it sends all of it again, and what was stored is not stored twice. */
@Injectable()
export class CarrierInbox {
  constructor(
    private readonly database: Database,
    private readonly gateways: Gateways,
    private readonly reports: ApplyReports,
    private readonly inbound: ReceiveInbound,
  ) {}

  knows(id: GatewayId): boolean {
    return this.gateways.find(id) !== null;
  }

  /** @throws ProblemError 401 for a request that is not the carrier's, 400 for one that is not understood */
  async take(id: GatewayId, request: CarrierRequest): Promise<void> {
    const news = this.gateways.find(id)?.read(request) ?? { reports: [], inbound: [] };
    if (news.reports.length > 0) {
      await this.database.transaction((tx) => this.reports.apply(tx, id, news.reports));
    }
    for (const message of news.inbound) {
      await this.database.transaction((tx) => this.inbound.receive(tx, id, message));
    }
  }
}
