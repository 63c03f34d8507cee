import { column } from '../../../platform/database/row-shape.js';
import { statement } from '../../../platform/database/statement.js';
import type { AppPolicy } from '../app-policy.js';
import type { Role } from '../role.js';

/** Changes of members wait for each other, so that of two owners who remove each other one stays. No use of a project waits. */
export const LOCK_PROJECT = statement(
  'project.lock-members',
  'SELECT id FROM projects WHERE id = :projectId FOR NO KEY UPDATE',
  { id: 'uuid' },
);

const IS_NOT_LAST_OWNER = `(m.role <> 'owner' OR EXISTS (
     SELECT FROM memberships other WHERE other.project_id = m.project_id AND other.role = 'owner' AND other.ended_at IS NULL
       AND other.id <> m.id))` as const;

// Everything that rests on the membership ends with it: what it allowed is read at every use.
export const END_MEMBERSHIP = statement(
  'membership.end',
  `UPDATE memberships m SET ended_at = now()
   WHERE m.project_id = :projectId AND m.user_id = :userId AND m.ended_at IS NULL AND ${IS_NOT_LAST_OWNER}
   RETURNING m.id`,
  { id: 'uuid' },
);

export const CHANGE_ROLE = statement(
  'membership.change-role',
  `UPDATE memberships m SET role = :role
   WHERE m.project_id = :projectId AND m.user_id = :userId AND m.ended_at IS NULL
     AND (:role::text = 'owner' OR ${IS_NOT_LAST_OWNER})
   RETURNING m.id`,
  { id: 'uuid' },
);

export const FIND_ROLE = statement(
  'membership.find-role',
  'SELECT role FROM memberships WHERE project_id = :projectId AND user_id = :userId AND ended_at IS NULL',
  { role: column<Role>('text') },
);

export const SET_POLICY = statement(
  'project.set-policy',
  `UPDATE projects p SET app_policy = :policy FROM projects before
   WHERE p.id = :projectId AND before.id = p.id RETURNING before.app_policy AS before`,
  { before: column<AppPolicy>('text') },
);
