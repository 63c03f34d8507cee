import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AuditEventType } from '../../../modules/audit/audit-event.js';
import { AuditLog } from '../../../modules/audit/audit-log.service.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { JobQueue } from '../../../platform/jobs/job-queue.service.js';
import { auditActorOf } from '../../access/audit-actor.js';
import type { Principal } from '../../access/principal.js';
import { WebhookEvents } from '../../webhooks/webhook-events.service.js';
import type { WebhookType } from '../../webhooks/webhook-types.js';
import { Outbox } from '../../messages/outbox.service.js';
import { CampaignAudiences } from './campaign-audience.js';
import { RUN_CAMPAIGN } from './run-campaign.js';
import type { CampaignRow } from './transition.statements.js';

const EVENTS = {
  schedule: 'campaign.scheduled',
  unschedule: 'campaign.unscheduled',
  send: 'campaign.started',
  pause: 'campaign.paused',
  resume: 'campaign.resumed',
  cancel: 'campaign.cancelled',
  archive: 'campaign.archived',
} as const satisfies Record<string, AuditEventType>;

type Action = keyof typeof EVENTS;

/** What webhooks are told. */
const TOLD: Partial<Record<Action, WebhookType>> = {
  send: 'campaign.sending',
  cancel: 'campaign.cancelled',
};

/** After these the segments may not be deleted, after those they may. */
const USING: ReadonlySet<Action> = new Set(['schedule', 'send']);
const RELEASING: ReadonlySet<Action> = new Set(['unschedule', 'cancel']);
const RUNNING: ReadonlySet<Action> = new Set(['send', 'resume', 'cancel']);

/** Segments that are used cannot be deleted. */
const ADD_USES = statement(
  'campaign.add-segment-uses',
  `INSERT INTO segment_uses (project_id, segment_id, used_by_kind, used_by_id)
   SELECT :projectId::uuid, s.id, 'campaign', :id::uuid FROM segments s
   WHERE s.project_id = :projectId AND s.id = ANY (:segments::uuid[])
   ON CONFLICT DO NOTHING`,
);

const END_USES = statement(
  'campaign.end-uses',
  `DELETE FROM segment_uses
   WHERE project_id = :projectId AND used_by_kind = 'campaign' AND used_by_id = :id`,
);

/** What a change of state entails, in the same transaction. */
@Injectable()
export class CampaignEffects {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly jobs: JobQueue,
    private readonly audiences: CampaignAudiences,
    private readonly outbox: Outbox,
    private readonly webhooks: WebhookEvents,
  ) {}

  async of(
    tx: EntityManager,
    caller: Principal,
    action: Action,
    campaign: CampaignRow,
  ): Promise<void> {
    const { projectId, id, run, status, title } = campaign;
    await this.audit.record(tx, {
      ...{ type: EVENTS[action], actor: auditActorOf(caller), projectId },
      target: { kind: 'campaign', id },
    });
    const type = TOLD[action];
    const fact = { projectId, subjectId: id, data: { status, title } };
    if (type !== undefined) await this.webhooks.announce(tx, { ...fact, type });
    if (USING.has(action)) await this.use(tx, campaign);
    if (RELEASING.has(action)) await this.database.queryIn(tx, END_USES, { projectId, id });
    if (RUNNING.has(action)) await this.jobs.add(tx, RUN_CAMPAIGN, { projectId, id, run });
    // Last, since it locks the funds.
    if (action === 'cancel')
      await this.outbox.cancelOf(tx, projectId, { id }, 'campaign_cancelled');
  }

  private async use(tx: EntityManager, { projectId, id, audience }: CampaignRow): Promise<void> {
    const segments = await this.audiences.segmentsOf(projectId, audience);
    await this.database.queryIn(tx, ADD_USES, { projectId, id, segments });
  }
}
