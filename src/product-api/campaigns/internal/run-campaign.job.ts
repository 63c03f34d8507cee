import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../../kernel/errors/problem-error.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { HandlesJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { JobQueue } from '../../../platform/jobs/job-queue.service.js';
import { CAMPAIGN_COLUMNS, CAMPAIGN_SHAPE } from './campaign.statements.js';
import { CollectRecipients } from './collect-recipients.js';
import { EndRun } from './end-run.js';
import { again, held, type Next } from './next-step.js';
import { CLEAR_RECIPIENTS } from './recipient.statements.js';
import { RUN_CAMPAIGN, type CampaignStep } from './run-campaign.js';
import { SendStep } from './send-step.js';
import { SendingAccess } from './sending-access.js';
import type { CampaignRow } from './transition.statements.js';

const LOCK_RUN = statement(
  'campaign.lock-run',
  `SELECT ${CAMPAIGN_COLUMNS} FROM campaigns
   WHERE project_id = :projectId AND id = :id AND run = :run AND status IN ('sending', 'cancelled') FOR UPDATE`,
  CAMPAIGN_SHAPE,
);

const NEXT_RUN = statement(
  'campaign.next-run',
  `UPDATE campaigns SET run = run + 1, next_at = now() + :seconds * interval '1 second'
   WHERE project_id = :projectId AND id = :id RETURNING run`,
  { run: 'integer' },
);

const CLEARED = 5_000;

/**
 * One step of a campaign: freezes some recipients, enqueues some messages, or clears some recipients after it was
 * cancelled. Step and next job are one transaction, so a process that is killed has done all of a step or nothing.
 */
@HandlesJob(RUN_CAMPAIGN)
export class RunCampaignJob implements JobHandler<CampaignStep> {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
    private readonly access: SendingAccess,
    private readonly collect: CollectRecipients,
    private readonly send: SendStep,
    private readonly end: EndRun,
  ) {}

  async run(step: CampaignStep): Promise<void> {
    try {
      await this.transaction(step, (tx, campaign) => this.next(tx, campaign));
    } catch (error) {
      // The content names what is gone, or its audience has become too expensive to evaluate.
      if (!(error instanceof ProblemError)) throw error;
      await this.transaction(step, () => Promise.resolve(held('content_invalid')));
    }
  }

  private async transaction(
    { projectId, id, run }: CampaignStep,
    work: (tx: EntityManager, campaign: CampaignRow) => Promise<Next>,
  ): Promise<void> {
    await this.database.transactionAround(async (tx) => {
      const [campaign] = await this.database.queryIn(tx, LOCK_RUN, { projectId, id, run });
      if (!campaign) return;
      const next = await work(tx, campaign);
      if (next.kind === 'again') await this.queue(tx, campaign, next.seconds);
      else await this.end.end(tx, campaign, next);
    });
  }

  private async next(tx: EntityManager, campaign: CampaignRow): Promise<Next> {
    if (campaign.status === 'cancelled') return this.clear(tx, campaign);
    if (!(await this.access.isStanding(campaign))) return held('access_ended');
    return (campaign.collectedAt ? this.send : this.collect).step(tx, campaign);
  }

  private async clear(tx: EntityManager, { projectId, id }: CampaignRow): Promise<Next> {
    const values = { projectId, id, limit: CLEARED };
    const [gone] = await this.database.queryIn(tx, CLEAR_RECIPIENTS, values);
    return (gone?.count ?? 0) < CLEARED ? { kind: 'cleared' } : again();
  }

  private async queue(
    tx: EntityManager,
    { projectId, id }: CampaignRow,
    seconds: number,
  ): Promise<void> {
    const [step] = await this.database.queryIn(tx, NEXT_RUN, { projectId, id, seconds });
    if (step) await this.jobs.add(tx, RUN_CAMPAIGN, { projectId, id, ...step }, seconds);
  }
}
