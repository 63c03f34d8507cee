import { column } from '../../../platform/database/row-shape.js';
import { statement } from '../../../platform/database/statement.js';
import type { RequestSurface } from '../logged-request.js';

/** Newest first; the newest rows of an app are at most as many as its ring has places. */
export const LIST_REQUESTS = statement(
  'app-request.list',
  `SELECT r.id, r.at, r.surface, r.operation, r.project_id AS "projectId", p.name AS project, r.grant_id AS "grantId",
     r.status, r.code, r.reason, r.request_id AS "requestId", r.duration_ms AS "durationMs"
   FROM app_requests r LEFT JOIN projects p ON p.id = r.project_id
   WHERE r.client_id = :clientId AND r.expires_at > now() AND (:before::uuid IS NULL OR r.id < :before)
     AND (:projectId::uuid IS NULL OR r.project_id = :projectId)
     AND CASE :outcome::text WHEN 'refused' THEN r.code IS NOT NULL OR r.status >= 400
       WHEN 'succeeded' THEN r.code IS NULL AND r.status < 400 ELSE true END
   ORDER BY r.id DESC LIMIT :limit`,
  {
    ...{
      id: 'uuid',
      at: 'timestamptz',
      surface: column<RequestSurface>('text'),
      operation: 'text',
    },
    ...{ projectId: 'uuid?', project: 'text?', grantId: 'uuid?', status: 'smallint' },
    ...{ code: 'text?', reason: 'text?', requestId: 'text', durationMs: 'integer' },
  },
);

/** By operation, over the last days (UTC), today being one of them. */
export const LIST_USAGE = statement(
  'app-usage.list',
  `SELECT operation, sum(calls)::float8 AS calls, sum(refusals)::float8 AS refusals, sum(contacts)::float8 AS contacts,
     count(DISTINCT project_id)::int AS projects
   FROM app_usage WHERE client_id = :clientId AND day > (now() AT TIME ZONE 'UTC')::date - :days::int
   GROUP BY operation ORDER BY calls DESC, operation LIMIT 500`,
  {
    ...{ operation: 'text', calls: 'double precision', refusals: 'double precision' },
    ...{ contacts: 'double precision', projects: 'integer' },
  },
);

export const SUM_SENDS = statement(
  'app-usage.sum-sends',
  `SELECT coalesce(sum(s.messages), 0)::float8 AS messages, coalesce(sum(s.spent), 0)::text AS spent
   FROM grants g JOIN grant_sends s ON s.grant_id = g.id AND s.day > (now() AT TIME ZONE 'UTC')::date - :days::int
   WHERE g.client_id = :clientId`,
  { messages: 'double precision', spent: 'text' },
);

/** Those that an operation used in the last days (UTC). */
export const LIST_USED_SCOPES = statement(
  'app-scope-use.list',
  `SELECT scope FROM app_scope_uses
   WHERE client_id = :clientId AND used_on > (now() AT TIME ZONE 'UTC')::date - :days::int`,
  { scope: 'text' },
);

/** Projects of the app's last 90 days, by name. */
export const LIST_PROJECTS = statement(
  'app-usage.list-projects',
  `SELECT p.id, p.name FROM projects p WHERE p.id IN (
     SELECT project_id FROM app_usage WHERE client_id = :clientId AND day > (now() AT TIME ZONE 'UTC')::date - 90)
   ORDER BY p.name, p.id LIMIT 200`,
  { id: 'uuid', name: 'text' },
);
