import { column } from '../../../../platform/database/row-shape.js';
import { statement } from '../../../../platform/database/statement.js';
import { isOneOf } from '../../../../platform/database/entity-columns.js';
import { ADMINISTERING } from '../../../projects/role.js';
import type { ClientState } from '../../../clients/client-state.js';
import type { AuditEventType } from '../../../audit/audit-event.js';

const SINCE = `(now() AT TIME ZONE 'UTC')::date - :days::int` as const;

const LIVE = `grants g JOIN grant_projects gp ON gp.grant_id = g.id AND gp.revoked_at IS NULL
     WHERE g.client_id = :clientId AND g.revoked_at IS NULL` as const;

/** Projects that the app is connected with, or reached in the last days. */
const CONCERNED = `
     SELECT gp.project_id FROM ${LIVE}
     UNION SELECT project_id FROM app_usage WHERE client_id = :clientId AND day > ${SINCE}
     UNION SELECT s.project_id FROM grants g JOIN grant_sends s ON s.grant_id = g.id AND s.day > ${SINCE}
       WHERE g.client_id = :clientId` as const;

export const COUNT_AFFECTED = statement(
  'incident.count-affected',
  `SELECT (SELECT count(*)::int FROM (${CONCERNED}) AS concerned) AS projects,
     (SELECT count(DISTINCT g.user_id)::int FROM ${LIVE}) AS people,
     (SELECT count(DISTINCT g.id)::int FROM ${LIVE}) AS grants`,
  { projects: 'integer', people: 'integer', grants: 'integer' },
);

/** What it did in the project `reached.project_id`. */
const FIGURES = `
     coalesce(u.calls, 0)::float8 AS calls, coalesce(u.refusals, 0)::float8 AS refusals,
     coalesce(u.contacts, 0)::float8 AS contacts, coalesce(s.messages, 0)::float8 AS messages,
     coalesce(s.spent, 0)::float8 AS spent` as const;
const JOIN_FIGURES = `
   CROSS JOIN LATERAL (SELECT sum(calls) AS calls, sum(refusals) AS refusals, sum(contacts) AS contacts FROM app_usage
     WHERE client_id = :clientId AND project_id = reached.project_id AND day > ${SINCE}) u
   CROSS JOIN LATERAL (SELECT sum(messages) AS messages, sum(spent) AS spent FROM grants g
     JOIN grant_sends d ON d.grant_id = g.id AND d.project_id = reached.project_id AND d.day > ${SINCE}
     WHERE g.client_id = :clientId) s` as const;
const FIGURES_SHAPE = {
  calls: 'double precision',
  refusals: 'double precision',
  contacts: 'double precision',
  messages: 'double precision',
  spent: 'double precision',
} as const;

export const LIST_AFFECTED = statement(
  'incident.list-affected',
  `WITH reached AS (
     SELECT project_id FROM (${CONCERNED}) AS concerned
     WHERE (:after::uuid IS NULL OR project_id > :after) AND (:projectId::uuid IS NULL OR project_id = :projectId)
     ORDER BY project_id LIMIT :limit)
   SELECT p.id, p.name, o.name AS organisation, (SELECT count(DISTINCT g.user_id)::int FROM ${LIVE}
       AND gp.project_id = reached.project_id) AS people, ${FIGURES}
   FROM reached JOIN projects p ON p.id = reached.project_id JOIN organisations o ON o.id = p.organisation_id ${JOIN_FIGURES}
   ORDER BY p.id`,
  { ...FIGURES_SHAPE, id: 'uuid', name: 'text', organisation: 'text', people: 'integer' },
);

export const LIST_OPERATIONS = statement(
  'incident.list-operations',
  `SELECT operation, sum(calls)::float8 AS calls, sum(refusals)::float8 AS refusals, sum(contacts)::float8 AS contacts,
     min(day)::text AS first, max(day)::text AS last
   FROM app_usage WHERE client_id = :clientId AND project_id = :projectId AND day > ${SINCE}
   GROUP BY operation ORDER BY operation LIMIT 500`,
  {
    ...{ operation: 'text', calls: 'double precision', refusals: 'double precision' },
    ...{ contacts: 'double precision', first: 'text', last: 'text' },
  },
);

export const LIST_FACTS = statement(
  'incident.list-facts',
  `SELECT type, count(*)::int AS count FROM audit_events
   WHERE project_id = :projectId AND recorded_at > now() - :days * interval '1 day'
     AND coalesce(actor ->> 'grantId', actor ->> 'tokenId') IN (
       SELECT g.id::text FROM grants g JOIN grant_projects gp ON gp.grant_id = g.id AND gp.project_id = :projectId
       WHERE g.client_id = :clientId)
   GROUP BY type ORDER BY type`,
  { type: column<AuditEventType>('text'), count: 'integer' },
);

/** Owners and admins of the projects concerned, in the order of their ids, with the figures of each project. */
export const LIST_CONCERNED_ADMINS = statement(
  'incident.list-admins',
  `WITH concerned AS (${CONCERNED}), admins AS (
     SELECT DISTINCT u.id, u.email, u.name FROM concerned
     JOIN memberships m ON m.project_id = concerned.project_id AND m.ended_at IS NULL AND ${isOneOf('m.role', ADMINISTERING)}
     JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
     WHERE (:after::uuid IS NULL OR u.id > :after) ORDER BY u.id LIMIT :limit)
   SELECT admins.id, admins.email, admins.name AS person, (SELECT c.name FROM clients c WHERE c.id = :clientId) AS app,
     ARRAY(SELECT json_build_object('name', p.name, 'calls', coalesce(u.calls, 0), 'contacts', coalesce(u.contacts, 0),
         'messages', coalesce(s.messages, 0), 'spent', coalesce(s.spent, 0))::text
       FROM memberships m JOIN concerned reached ON reached.project_id = m.project_id JOIN projects p ON p.id = m.project_id
       ${JOIN_FIGURES}
       WHERE m.user_id = admins.id AND m.ended_at IS NULL AND ${isOneOf('m.role', ADMINISTERING)}
       ORDER BY p.name LIMIT 20) AS projects
   FROM admins ORDER BY admins.id`,
  { id: 'uuid', email: 'text', person: 'text', app: 'text', projects: 'text[]' },
);

/** By `app_…`, by address of its document, or by a part of its name; suspended ones first. */
export const SEARCH_APPS = statement(
  'incident.search-apps',
  `SELECT c.id, c.name, c.metadata_uri AS "metadataUri", c.origin, c.state, o.name AS organisation
   FROM clients c LEFT JOIN organisations o ON o.id = c.organisation_id
   WHERE c.id = :id::uuid OR c.metadata_uri = :words OR :words <> '' AND strpos(lower(c.name), lower(:words)) > 0
     OR :words = '' AND c.state IN ('suspended', 'restoring')
   ORDER BY c.state IN ('suspended', 'restoring') DESC, c.name, c.id LIMIT 50`,
  {
    ...{ id: 'uuid', name: 'text', metadataUri: 'text?', origin: 'text' },
    ...{ state: column<ClientState>('text'), organisation: 'text?' },
  },
);
