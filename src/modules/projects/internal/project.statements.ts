import { column } from '../../../platform/database/row-shape.js';
import { statement, type RowOf } from '../../../platform/database/statement.js';
import type { AppPolicy } from '../app-policy.js';
import type { Plan } from '../plan.js';
import type { ProjectKind } from '../project-kind.js';
import type { Role } from '../role.js';

export const MEMBERSHIPS = statement(
  'projects.memberships',
  `SELECT m.id, m.role, p.id AS project_id, p.name AS project_name, p.plan, p.app_policy, p.kind,
         o.id AS organisation_id, o.name AS organisation_name
  FROM memberships m
  JOIN projects p ON p.id = m.project_id
  JOIN organisations o ON o.id = p.organisation_id
  WHERE m.user_id = :userId AND m.ended_at IS NULL
  ORDER BY o.name, p.name, p.id`,
  {
    ...{ id: 'uuid', role: column<Role>('text') },
    ...{ project_id: 'uuid', project_name: 'text' },
    ...{ plan: column<Plan>('text'), app_policy: column<AppPolicy>('text') },
    kind: column<ProjectKind>('text'),
    ...{ organisation_id: 'uuid', organisation_name: 'text' },
  },
);

export const INSERT_ORGANISATION = statement(
  'projects.insert-organisation',
  'INSERT INTO organisations (id, name) VALUES (:id, :name)',
);

export const ORGANISATION_NAME = statement(
  'projects.organisation-name',
  'SELECT name FROM organisations WHERE id = :id',
  { name: 'text' },
);

export const INSERT_PROJECT = statement(
  'projects.insert-project',
  `INSERT INTO projects
     (id, organisation_id, name, plan, kind, app_policy, locale, timezone, default_country)
   VALUES (:id, :organisationId, :name, :plan, coalesce(:kind, 'live'), coalesce(:appPolicy, 'open'), coalesce(:locale, 'en'),
           coalesce(:timezone, 'UTC'), coalesce(:defaultCountry, 'ES'))`,
);

export const INSERT_MEMBERSHIP = statement(
  'projects.insert-membership',
  `INSERT INTO memberships (id, project_id, user_id, role) VALUES (:id, :projectId, :userId, :role)
   ON CONFLICT (user_id, project_id) WHERE ended_at IS NULL DO NOTHING RETURNING id`,
  { id: 'uuid' },
);

export type MembershipRow = RowOf<typeof MEMBERSHIPS>;
