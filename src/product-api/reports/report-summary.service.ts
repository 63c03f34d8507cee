import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import type { Principal } from '../access/principal.js';
import { invalid } from '../access/request.pipe.js';
import { Funds } from '../funds/funds.service.js';
import { withTimeout } from '../rules/bounded-query.js';
import { toWire } from '../wire/wire-class.js';
import { ReportSummary, type SummaryQuery } from './report-summary.dto.js';

const MOST_DAYS = 92;
const DAY_MS = 86_400_000;

/** Along the indexes by time, however many messages there were before. */
const SUM_UP = statement(
  'reports.sum-up',
  `SELECT m.*, (
       SELECT count(*)::int FROM consent_changes c
       WHERE c.project_id = :projectId AND c.channel = 'sms' AND NOT c.subscribed
         AND c.created_at >= :from::timestamptz AND c.created_at < :to::timestamptz
     ) AS unsubscribes
   FROM (
     SELECT count(*) FILTER (WHERE sent_at IS NOT NULL)::int AS sent,
       count(*) FILTER (WHERE status = 'delivered')::int AS delivered,
       count(*) FILTER (WHERE status IN ('failed', 'expired', 'rejected', 'error'))::int AS failed,
       count(*) FILTER (WHERE inbound)::int AS received,
       coalesce(sum(price) FILTER (WHERE charge = 'captured'), 0)::bigint AS cost
     FROM sms_messages
     WHERE project_id = :projectId AND created_at >= :from::timestamptz AND created_at < :to::timestamptz
   ) m`,
  {
    ...{ sent: 'integer', delivered: 'integer', failed: 'integer', received: 'integer' },
    ...{ unsubscribes: 'integer', cost: 'bigint' },
  },
);

/** Totals of a project. */
@Injectable()
export class ReportSummaries {
  constructor(
    private readonly database: Database,
    private readonly funds: Funds,
  ) {}

  /** @throws ProblemError 400 for a time that ends before it begins or is too long, 422 if it takes too long to count */
  async sumUp({ projectId, project }: Principal, query: SummaryQuery): Promise<ReportSummary> {
    const from = new Date(query.from);
    const to = query.to === undefined ? new Date() : new Date(query.to);
    const days = (to.getTime() - from.getTime()) / DAY_MS;
    if (days < 0 || days > MOST_DAYS) {
      const message = `must be after \`from\`, and at most ${MOST_DAYS} days`;
      throw invalid([{ pointer: '/to', code: 'range', message }]);
    }
    const [totals] = await withTimeout(this.database, (tx) =>
      this.database.queryIn(tx, SUM_UP, { projectId, from, to }),
    );
    if (!totals) throw new ProblemError('internal', 'Nothing was counted.');
    const { currency } = await this.funds.balanceOf(project.organisationId);
    return toWire(ReportSummary, { ...totals, from, to, currency });
  }
}
