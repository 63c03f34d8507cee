import { isOneOf } from '../../platform/database/entity-columns.js';
import { DEVELOPING } from '../projects/role.js';

/** SQL: joins the people `u` who develop app `c`: owners, admins and developers of projects of its organisation. */
export const APP_DEVELOPERS = `JOIN users u ON u.disabled_at IS NULL AND u.id IN (
     SELECT m.user_id FROM memberships m JOIN projects p ON p.id = m.project_id
     WHERE p.organisation_id = c.organisation_id AND m.ended_at IS NULL AND ${isOneOf('m.role', DEVELOPING)})`;
