import { AuditLog } from '../../../modules/audit/audit-log.service.js';
import { Database } from '../../../platform/database/database.js';
import { unprepared } from '../../../platform/database/statement.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { JobQueue } from '../../../platform/jobs/job-queue.service.js';
import { WebhookEvents } from '../../webhooks/webhook-events.service.js';
import { RUN_CAMPAIGN, type CampaignStep } from './run-campaign.js';

/** Campaigns of one transaction. */
const BATCH = 100;

const STEP = { projectId: 'uuid', id: 'uuid', run: 'integer' } as const;
const STEP_COLUMNS = 'project_id AS "projectId", id, run';

/** One update, so that each campaign starts once, however many processes look. */
const START_DUE = unprepared(
  `UPDATE campaigns SET status = 'sending', version = version + 1, run = run + 1, next_at = now(), started_at = now(),
     updated_at = now(), hold_reason = NULL, snapshot = jsonb_build_object('recipients', 0,
       'excluded', jsonb_build_object('noPhone', 0, 'unsubscribed', 0, 'acceptsNo', 0),
       'estimatedParts', coalesce(estimate -> 'totalParts', '0'), 'estimatedCost', coalesce(estimate -> 'totalCost', '"0"'))
   WHERE id = ANY (ARRAY(
     SELECT id FROM campaigns WHERE status = 'scheduled' AND campaign_at <= now()
     ORDER BY campaign_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED))
   RETURNING ${STEP_COLUMNS}, title`,
  { ...STEP, title: 'text' },
);

/** Their job was lost with its process, or has failed for good. If it still runs, it finds another run. */
const REVIVE_STALLED = unprepared(
  `UPDATE campaigns SET run = run + 1, next_at = now()
   WHERE id = ANY (ARRAY(
     SELECT id FROM campaigns WHERE status IN ('sending', 'cancelled') AND next_at < now() - interval '2 minutes'
     ORDER BY next_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED))
   RETURNING ${STEP_COLUMNS}`,
  STEP,
);

/** Starts campaigns at their date, and those again whose next step is overdue. */
@RecurringJob('watch-campaigns', '* * * * *')
export class WatchCampaignsJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly webhooks: WebhookEvents,
  ) {}

  async run(): Promise<void> {
    while ((await this.startDue()) === BATCH);
    while ((await this.revive()) === BATCH);
  }

  private startDue(): Promise<number> {
    return this.database.transaction(async (tx) => {
      const started = await this.database.queryIn(tx, START_DUE);
      for (const { title, ...step } of started) {
        await this.audit.record(tx, {
          ...{ type: 'campaign.started', actor: { kind: 'system' }, projectId: step.projectId },
          target: { kind: 'campaign', id: step.id },
        });
        await this.webhooks.announce(tx, {
          ...{ projectId: step.projectId, type: 'campaign.sending', subjectId: step.id },
          data: { status: 'sending', title },
        });
        await this.jobs.add(tx, RUN_CAMPAIGN, step);
      }
      return started.length;
    });
  }

  private revive(): Promise<number> {
    return this.database.transaction(async (tx) => {
      const stalled: readonly CampaignStep[] = await this.database.queryIn(tx, REVIVE_STALLED);
      for (const step of stalled) await this.jobs.add(tx, RUN_CAMPAIGN, step);
      return stalled.length;
    });
  }
}
