import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AuditEventType } from '../../../modules/audit/audit-event.js';
import { AuditLog } from '../../../modules/audit/audit-log.service.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { WebhookEvents } from '../../webhooks/webhook-events.service.js';
import type { Next } from './next-step.js';
import { TellHeld } from './tell-held.js';
import { TRANSITIONS, type CampaignRow } from './transition.statements.js';

const CLEARED = statement(
  'campaign.cleared',
  'UPDATE campaigns SET next_at = NULL WHERE project_id = :projectId AND id = :id',
);

const EVENTS = {
  finish: 'campaign.finished',
  'run-out': 'campaign.unpaid',
  halt: 'campaign.held',
} as const satisfies Record<string, AuditEventType>;

/** What webhooks are told. */
const TOLD = {
  finish: (title: string) => ({ type: 'campaign.sent', data: { status: 'sent', title } }) as const,
  'run-out': (title: string) =>
    ({ type: 'campaign.unpaid', data: { status: 'unpaid', title } }) as const,
  halt: null,
};

/** Ends the run of a campaign, which the caller has locked. */
@Injectable()
export class EndRun {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly tellHeld: TellHeld,
    private readonly webhooks: WebhookEvents,
  ) {}

  async end(
    tx: EntityManager,
    campaign: CampaignRow,
    next: Exclude<Next, { kind: 'again' }>,
  ): Promise<void> {
    const { projectId, id } = campaign;
    switch (next.kind) {
      case 'finished':
        return this.change(tx, campaign, 'finish');
      case 'unpaid':
        return this.change(tx, campaign, 'run-out', 'insufficient_funds');
      case 'held':
        return this.change(tx, campaign, 'halt', next.reason);
      case 'cleared':
        await this.database.queryIn(tx, CLEARED, { projectId, id });
    }
  }

  private async change(
    tx: EntityManager,
    { projectId, id, title }: CampaignRow,
    action: keyof typeof EVENTS,
    reason?: string,
  ): Promise<void> {
    const values = { projectId, id, expected: null, reason: reason ?? null };
    await this.database.queryIn(tx, TRANSITIONS[action], values);
    await this.audit.record(tx, {
      ...{ type: EVENTS[action], actor: { kind: 'system' }, projectId },
      target: { kind: 'campaign', id },
      ...(reason === undefined ? {} : { reason }),
    });
    const told = TOLD[action];
    if (told) await this.webhooks.announce(tx, { projectId, subjectId: id, ...told(title) });
    if (reason !== undefined) await this.tellHeld.tell(tx, { projectId, title, reason });
  }
}
