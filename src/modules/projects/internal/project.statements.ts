import { statement } from '../../../platform/database/statement.js';
import type { AppPolicy } from '../app-policy.js';
import type { Plan } from '../plan.js';
import type { Role } from '../role.js';

export const MEMBERSHIPS = statement(
  'projects.memberships',
  `SELECT m.id, m.role, p.id AS project_id, p.name AS project_name, p.plan, p.app_policy,
         o.id AS organisation_id, o.name AS organisation_name
  FROM memberships m
  JOIN projects p ON p.id = m.project_id
  JOIN organisations o ON o.id = p.organisation_id
  WHERE m.user_id = $1 AND m.ended_at IS NULL
  ORDER BY o.name, p.name, p.id`,
);

export const INSERT_ORGANISATION = statement(
  'projects.insert-organisation',
  'INSERT INTO organisations (id, name) VALUES ($1, $2)',
);

export const INSERT_PROJECT = statement(
  'projects.insert-project',
  `INSERT INTO projects
     (id, organisation_id, name, plan, app_policy, locale, timezone, default_country)
   VALUES ($1, $2, $3, $4, coalesce($5, 'open'), coalesce($6, 'en'), coalesce($7, 'UTC'),
           coalesce($8, 'ES'))`,
);

export const INSERT_MEMBERSHIP = statement(
  'projects.insert-membership',
  `INSERT INTO memberships (id, project_id, user_id, role) VALUES ($1, $2, $3, $4)
   ON CONFLICT (user_id, project_id) WHERE ended_at IS NULL DO NOTHING RETURNING id`,
);

export interface MembershipRow {
  readonly id: string;
  readonly role: Role;
  readonly project_id: string;
  readonly project_name: string;
  readonly plan: Plan;
  readonly app_policy: AppPolicy;
  readonly organisation_id: string;
  readonly organisation_name: string;
}
