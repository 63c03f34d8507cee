import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { fromWireId, newId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import type { RowOf } from '../../../../platform/database/statement.js';
import { Funds } from '../../../funds/funds.service.js';
import type { GatewayId } from '../../../messages/message-kinds.js';
import type { DeliveryReport } from '../../sms-gateway.js';
import { settledSums } from '../settled-sums.js';
import { TellStatus } from '../tell-status.js';
import { APPLY, LEAVE_QUEUE } from './reports.statements.js';

/** Applies what carriers report. */
@Injectable()
export class ApplyReports {
  constructor(
    private readonly database: Database,
    private readonly funds: Funds,
    private readonly status: TellStatus,
  ) {}

  async apply(
    tx: EntityManager,
    gateway: GatewayId,
    reports: readonly DeliveryReport[],
  ): Promise<void> {
    const changed: RowOf<typeof APPLY>[] = [];
    for (const wave of wavesOf(reports)) {
      changed.push(...(await this.database.queryIn(tx, APPLY, { gateway, ...arraysOf(wave) })));
    }
    const ids = changed.filter(({ final }) => final).map(({ id }) => id);
    await this.database.queryIn(tx, LEAVE_QUEUE, { ids });
    await this.status.tell(tx, [...new Set(changed.map(({ id }) => id))]);
    await this.funds.capture(tx, settledSums(changed));
  }
}

/** At most one report of a message in each, in the order in which they came. */
function wavesOf(reports: readonly DeliveryReport[]): DeliveryReport[][] {
  const waves: DeliveryReport[][] = [];
  const counts = new Map<string, number>();
  for (const report of reports) {
    const place = counts.get(report.reference) ?? 0;
    counts.set(report.reference, place + 1);
    (waves[place] ??= []).push(report);
  }
  return waves;
}

const arraysOf = (reports: readonly DeliveryReport[]) => ({
  reportIds: reports.map(() => newId()),
  ids: reports.map(({ reference }) => fromWireId('sms', reference)),
  statuses: reports.map(({ status }) => status),
  codes: reports.map(({ code }) => code),
  times: reports.map(({ eventAt }) => eventAt),
});
