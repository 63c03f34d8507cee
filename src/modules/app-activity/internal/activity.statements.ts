import { statement } from '../../../platform/database/statement.js';
import { TIER_POLICIES } from '../../verification/tier-policy.js';
import { TIERS } from '../../verification/app-verification.js';
import { TIER } from '../../verification/policy-key.sql.js';
import { MOST_LOGGED } from '../logged-request.js';

const DAYS_OF_TIER = `CASE ${TIER} ${TIERS.map(
  (tier) => `WHEN '${tier}' THEN ${String(TIER_POLICIES[tier].logDays)}`,
).join(' ')} ELSE 1 END`;

/**
 * Writes a batch into the rings of its apps. In the order of their ids, so that concurrent batches of replicas do not
 * deadlock. What names an app that does not exist is left out.
 */
export const RECORD_REQUESTS = statement(
  'app-request.record',
  `WITH given AS (
     SELECT r.client_id, r.id, r.at, r.surface, r.operation, r.project_id, r.grant_id, r.status, r.code, r.reason,
       r.request_id, r.duration_ms, row_number() OVER (PARTITION BY r.client_id ORDER BY r.id) AS nth,
       now() + ${DAYS_OF_TIER} * interval '1 day' AS expires_at
     FROM jsonb_to_recordset(:requests::jsonb) AS r (client_id uuid, id uuid, at timestamptz, surface text,
       operation text, project_id uuid, grant_id uuid, status smallint, code text, reason text, request_id text,
       duration_ms int)
     JOIN clients c ON c.id = r.client_id LEFT JOIN app_verifications v ON v.client_id = c.id
   ), places AS (
     INSERT INTO app_request_places AS p (client_id, written)
     SELECT client_id, count(*) FROM given GROUP BY client_id ORDER BY client_id
     ON CONFLICT (client_id) DO UPDATE SET written = p.written + excluded.written
     RETURNING client_id, written
   ), counted AS (
     SELECT given.*, count(*) OVER (PARTITION BY client_id) AS size FROM given
   )
   INSERT INTO app_requests AS known (client_id, place, id, at, surface, operation, project_id, grant_id, status, code,
     reason, request_id, duration_ms, expires_at)
   SELECT n.client_id, ((places.written - n.size + n.nth) % ${String(MOST_LOGGED)})::int, n.id, n.at, n.surface, n.operation,
     n.project_id, n.grant_id, n.status, n.code, n.reason, n.request_id, n.duration_ms, n.expires_at
   FROM counted n JOIN places ON places.client_id = n.client_id
   ORDER BY 1, 2
   ON CONFLICT (client_id, place) DO UPDATE SET id = excluded.id, at = excluded.at, surface = excluded.surface,
     operation = excluded.operation, project_id = excluded.project_id, grant_id = excluded.grant_id,
     status = excluded.status, code = excluded.code, reason = excluded.reason, request_id = excluded.request_id,
     duration_ms = excluded.duration_ms, expires_at = excluded.expires_at`,
);

/** Adds to the totals of days. In the order of the key, as above. */
export const RECORD_USAGE = statement(
  'app-usage.record',
  `INSERT INTO app_usage AS u (client_id, day, project_id, operation, calls, refusals, contacts)
   SELECT n.client_id, n.day, n.project_id, n.operation, n.calls, n.refusals, n.contacts
   FROM jsonb_to_recordset(:usage::jsonb) AS n (client_id uuid, day date, project_id uuid, operation text, calls bigint,
     refusals bigint, contacts bigint)
   JOIN clients c ON c.id = n.client_id JOIN projects p ON p.id = n.project_id
   ORDER BY 1, 2, 3, 4
   ON CONFLICT (client_id, day, project_id, operation) DO UPDATE SET calls = u.calls + excluded.calls,
     refusals = u.refusals + excluded.refusals, contacts = u.contacts + excluded.contacts`,
);
