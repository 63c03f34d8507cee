import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { statement, type RowOf } from '../../platform/database/statement.js';
import { found, type EntityEnvelope } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { toWire } from '../wire/wire-class.js';
import { CampaignReport } from './campaign-report.dto.js';
import { refusalsOf } from './campaigns.dto.js';
import { FIND_CAMPAIGN } from './internal/campaign.statements.js';

/** Reads the messages of one campaign, by their index. */
const COUNT_MESSAGES = statement(
  'campaign.count-messages',
  `SELECT origin_index AS option, count(*)::int AS messages,
     count(*) FILTER (WHERE status IN ('scheduled', 'enqueued'))::int AS waiting,
     count(*) FILTER (WHERE sent_at IS NOT NULL)::int AS sent,
     count(*) FILTER (WHERE status = 'delivered')::int AS delivered,
     count(*) FILTER (WHERE status IN ('failed', 'rejected', 'expired', 'error', 'unpaid'))::int AS failed,
     count(*) FILTER (WHERE status = 'canceled')::int AS canceled,
     coalesce(sum(price) FILTER (WHERE charge IN ('reserved', 'captured')), 0)::bigint AS cost
   FROM sms_messages WHERE project_id = :projectId AND origin_id = :id AND origin_kind = 'campaign'
   GROUP BY origin_index`,
  {
    ...{ option: 'integer?', messages: 'integer', waiting: 'integer', sent: 'integer' },
    ...{ delivered: 'integer', failed: 'integer', canceled: 'integer', cost: 'bigint' },
  },
);

type Counts = Omit<RowOf<typeof COUNT_MESSAGES>, 'option'>;

const NONE: Counts = {
  ...{ messages: 0, waiting: 0, sent: 0, delivered: 0, failed: 0, canceled: 0, cost: '0' },
};

/** What became of the messages of campaigns. */
@Injectable()
export class CampaignReports {
  constructor(private readonly database: Database) {}

  /** @throws ProblemError 404 */
  async of({ projectId }: Principal, id: string): Promise<EntityEnvelope<CampaignReport>> {
    const [row] = await this.database.query(FIND_CAMPAIGN, { projectId, id });
    const { status, snapshot, tally, options } = found(row ?? null);
    const counted = await this.database.query(COUNT_MESSAGES, { projectId, id });
    const countsOf = (option: number): Counts =>
      counted.find((each) => each.option === option) ?? NONE;
    const report = {
      ...{ id, status, recipients: snapshot?.recipients ?? 0 },
      options: options.map((each, option) => ({ ...each, ...countsOf(option), option })),
      total: counted.reduce<Counts>(sumOf, NONE),
      refused: refusalsOf(tally),
    };
    return { entity: toWire(CampaignReport, report), metadata: {} };
  }
}

const sumOf = (one: Counts, other: Counts): Counts => ({
  messages: one.messages + other.messages,
  waiting: one.waiting + other.waiting,
  sent: one.sent + other.sent,
  delivered: one.delivered + other.delivered,
  failed: one.failed + other.failed,
  canceled: one.canceled + other.canceled,
  cost: String(BigInt(one.cost) + BigInt(other.cost)),
});
