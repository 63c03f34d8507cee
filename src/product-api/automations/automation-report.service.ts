import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { column } from '../../platform/database/row-shape.js';
import { statement } from '../../platform/database/statement.js';
import { found, type EntityEnvelope } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { invalid } from '../access/request.pipe.js';
import { toWire } from '../wire/wire-class.js';
import { AutomationReport, type AutomationReportQuery } from './automation-report.dto.js';
import { FIND_AUTOMATION } from './internal/automation.statements.js';
import type { EnrollmentEntity } from './internal/enrollment.entity.js';

const DAY_MS = 86_400_000;
const MOST_DAYS = 92;
const DEFAULT_DAYS = 30;

const COUNT_ENROLLMENTS = statement(
  'automation.count-enrollments',
  `SELECT end_reason AS reason, count(*)::int AS count FROM automation_enrollments
   WHERE project_id = :projectId AND automation_id = :id AND entered_at >= :from AND entered_at < :to
   GROUP BY end_reason ORDER BY end_reason`,
  { reason: column<EnrollmentEntity['endReason']>('text?'), count: 'integer' },
);

/** Each message by the index of messages, which has their time after their number. */
const COUNT_MESSAGES = statement(
  'automation.count-messages',
  `SELECT message.index, counted.sent, counted.delivered, counted.failed, counted.cost
   FROM generate_series(0, 19) AS message (index) CROSS JOIN LATERAL (
     SELECT count(*)::int AS sent, count(*) FILTER (WHERE m.status = 'delivered')::int AS delivered,
       count(*) FILTER (WHERE m.status IN ('failed', 'expired', 'rejected', 'unpaid', 'canceled', 'error'))::int AS failed,
       coalesce(sum(m.price) FILTER (WHERE m.charge IN ('reserved', 'captured')), 0)::bigint AS cost
     FROM sms_messages m
     WHERE m.project_id = :projectId AND m.origin_id = :id AND m.origin_index = message.index
       AND m.created_at >= :from AND m.created_at < :to) AS counted
   WHERE counted.sent > 0 ORDER BY message.index`,
  { index: 'integer', sent: 'integer', delivered: 'integer', failed: 'integer', cost: 'bigint' },
);

/** What an automation did. */
@Injectable()
export class AutomationReports {
  constructor(private readonly database: Database) {}

  /** @throws ProblemError 404, 400 for a span that ends before it begins or is too long */
  async of(
    { projectId }: Principal,
    id: string,
    query: AutomationReportQuery,
  ): Promise<EntityEnvelope<AutomationReport>> {
    const [row] = await this.database.query(FIND_AUTOMATION, { projectId, id });
    found(row ?? null);
    const span = spanOf(query);
    const values = { projectId, id, ...span };
    const enrollments = await this.database.query(COUNT_ENROLLMENTS, values);
    const messages = await this.database.query(COUNT_MESSAGES, values);
    const report = {
      ...{ ...span, messages },
      entered: enrollments.reduce((sum, { count }) => sum + count, 0),
      active: enrollments.find(({ reason }) => reason === null)?.count ?? 0,
      endings: enrollments.filter(({ reason }) => reason !== null),
    };
    return { entity: toWire(AutomationReport, report), metadata: {} };
  }
}

function spanOf(query: AutomationReportQuery): { readonly from: Date; readonly to: Date } {
  const to = query.to === undefined ? new Date() : new Date(query.to);
  const from =
    query.from === undefined
      ? new Date(to.getTime() - DEFAULT_DAYS * DAY_MS)
      : new Date(query.from);
  const days = (to.getTime() - from.getTime()) / DAY_MS;
  if (days > 0 && days <= MOST_DAYS) return { from, to };
  const message = `must be before \`to\`, by ${String(MOST_DAYS)} days at most`;
  throw invalid([{ pointer: '/from', code: 'span', message }]);
}
