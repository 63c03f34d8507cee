import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import type { RefusalReason } from '../../messages/outbox-batch.js';
import { DueTimes } from './due-times.js';
import { EnqueueMessages, type EnqueuedPart } from './enqueue-messages.js';
import { again, againAt, held, type Next } from './next-step.js';
import { paceOf } from './pace.js';
import {
  COUNT_SUBMIT_ERRORS,
  COUNT_WAITING,
  FIND_NEXT_DUE,
  FIND_SENDER,
} from './recipient.statements.js';
import type { CampaignRow } from './transition.statements.js';

/** Messages that wait for the carrier: a pause does not hold these back, so there are not many. */
const MOST_WAITING = 1_000;
/** Until the carrier has taken some of them. */
const WAIT_SECONDS = 2;

/** The first messages go to the carrier before the others are made: if it does not take them, the campaign is held. */
const PROBES = 200;

const KEEP_TALLY = statement(
  'campaign.keep-tally',
  'UPDATE campaigns SET stats = :tally::jsonb WHERE project_id = :projectId AND id = :id',
);

/** What a refusal of all messages makes of the campaign. */
const AFTER: Partial<Record<RefusalReason, Next>> = {
  insufficient_funds: { kind: 'unpaid' },
  grant_budget_exceeded: held('budget_exceeded'),
  access_ended: held('access_ended'),
  sender_not_approved: held('sender_not_approved'),
};

/** Sends a part of a campaign whose recipients are frozen. */
@Injectable()
export class SendStep {
  constructor(
    private readonly database: Database,
    private readonly dueTimes: DueTimes,
    private readonly messages: EnqueueMessages,
  ) {}

  async step(tx: EntityManager, campaign: CampaignRow): Promise<Next> {
    const morning = await this.dueTimes.quietUntil(campaign, new Date());
    if (morning) return againAt(morning);
    const { projectId, senderId, throttlePerMinute } = campaign;
    const [sender] = await this.database.queryIn(tx, FIND_SENDER, { projectId, senderId });
    if (!sender) return held('sender_not_approved');
    const pause = await this.findPause(tx, campaign);
    if (pause) return pause;
    const { messages, seconds } = paceOf(throttlePerMinute);
    const limit = Math.min(
      messages,
      campaign.tally.isProbed ? messages : this.probesLeft(campaign),
    );
    const part = await this.messages.enqueue(tx, campaign, sender.id, limit);
    await this.keep(tx, campaign, part.tally);
    return this.after(tx, campaign, part, seconds);
  }

  private probesLeft = ({ tally }: CampaignRow): number => PROBES - tally.enqueued;

  /** Why nothing more is made now: too much waits for the carrier, or it has not taken the first messages. */
  private async findPause(tx: EntityManager, campaign: CampaignRow): Promise<Next | null> {
    const waiting = await this.countWaiting(tx, campaign);
    if (waiting >= MOST_WAITING) return again(WAIT_SECONDS);
    if (campaign.tally.isProbed || this.probesLeft(campaign) > 0) return null;
    if (waiting > 0) return again(WAIT_SECONDS);
    const { projectId, id, tally } = campaign;
    const values = { projectId, id, most: PROBES };
    const [first] = await this.database.queryIn(tx, COUNT_SUBMIT_ERRORS, values);
    await this.keep(tx, campaign, { ...tally, isProbed: true });
    const isBad = first !== undefined && first.errors * 2 > first.messages;
    return isBad ? held('too_many_errors') : again();
  }

  private async after(
    tx: EntityManager,
    campaign: CampaignRow,
    { stopped, found }: EnqueuedPart,
    seconds: number,
  ): Promise<Next> {
    if (stopped) return AFTER[stopped] ?? held('content_invalid');
    if (found > 0) return again(seconds);
    const { projectId, id } = campaign;
    const [next] = await this.database.queryIn(tx, FIND_NEXT_DUE, { projectId, id });
    if (next) return againAt(next.dueAt);
    const waiting = await this.countWaiting(tx, campaign);
    return waiting > 0 ? again(WAIT_SECONDS) : { kind: 'finished' };
  }

  private async countWaiting(tx: EntityManager, { projectId, id }: CampaignRow): Promise<number> {
    const values = { projectId, id, most: MOST_WAITING };
    const [waiting] = await this.database.queryIn(tx, COUNT_WAITING, values);
    return waiting?.count ?? 0;
  }

  private async keep(
    tx: EntityManager,
    { projectId, id }: CampaignRow,
    tally: CampaignRow['tally'],
  ): Promise<void> {
    await this.database.queryIn(tx, KEEP_TALLY, { projectId, id, tally: JSON.stringify(tally) });
  }
}
