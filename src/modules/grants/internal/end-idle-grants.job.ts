import { Database } from '../../../platform/database/database.js';
import { unprepared } from '../../../platform/database/statement.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { walkOn, type Position } from '../../../platform/jobs/walk.js';
import { TIER_POLICIES, type TierPolicy } from '../../verification/tier-policy.js';
import { GrantEndings } from '../grant-endings.service.js';
import { REVIEWED_TIER_OF_GRANT } from '../grant-tier.sql.js';

const BATCH = 200;

/** Days without use after which a grant ends, by the tier of a review; null for a tier that has no such limit. */
const IDLE_DAYS = `(CASE ${REVIEWED_TIER_OF_GRANT} ${Object.entries<TierPolicy>(TIER_POLICIES)
  .filter(([, { idleDays }]) => idleDays !== null)
  .map(([key, { idleDays }]) => `WHEN '${key}' THEN ${String(idleDays)}`)
  .join(' ')} END)`;

const SHORTEST = Math.min(
  ...Object.values(TIER_POLICIES).flatMap(({ idleDays }) => (idleDays === null ? [] : [idleDays])),
);

/** Null, and so not true, where the tier has no such limit. */
const IS_IDLE = `greatest(a.last_used_at, a.last_token_at, g.authorized_at) < now() - make_interval(days => ${IDLE_DAYS})`;

// Most grants are in use, so the job walks over all that are old enough.
const FIND_NEXT = unprepared(
  `SELECT g.id, g.authorized_at::text AS at, coalesce(${IS_IDLE}, false) AS idle
   FROM grants g
   JOIN clients c ON c.id = g.client_id
   LEFT JOIN grant_activity a ON a.grant_id = g.id
   LEFT JOIN app_verifications v ON v.client_id = g.client_id
   WHERE g.revoked_at IS NULL AND g.authorized_at < now() - interval '${String(SHORTEST)} days'
     AND (g.authorized_at, g.id) > (:at::timestamptz, :id::uuid)
   ORDER BY g.authorized_at, g.id LIMIT ${String(BATCH)}`,
  { id: 'uuid', at: 'text', idle: 'boolean' },
);

/** Ends grants of reviewed apps that were not used for as long as the tier allows. */
@RecurringJob('end-idle-grants', '41 2 * * *')
export class EndIdleGrantsJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly endings: GrantEndings,
  ) {}

  run(): Promise<void> {
    return walkOn(this.database, 'end-idle-grants', (position) => this.endNext(position));
  }

  private async endNext({ at, id }: Position): Promise<Position | null> {
    const found = await this.database.query(FIND_NEXT, { at, id });
    const revocation = { reason: 'idle', actor: { kind: 'system' } } as const;
    for (const grant of found.filter(({ idle }) => idle)) {
      await this.database.transaction((tx) => this.endings.revoke(tx, grant.id, revocation));
    }
    return found.length < BATCH ? null : (found.at(-1) ?? null);
  }
}
