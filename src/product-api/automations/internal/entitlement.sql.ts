import { CLIENT_IS_LIVE } from '../../../modules/clients/client-state.js';
import {
  CONSENT_IS_CURRENT,
  SERVICE_CEILING_IS_CURRENT,
} from '../../../modules/grants/live-grant.sql.js';
import { ROLES } from '../../../modules/projects/role.js';
import { ceilingOf } from '../../../modules/scopes-and-roles/role-ceilings.js';

const SCOPE = 'automations:activate';

const MAY_ACTIVATE = `m.role IN (${ROLES.filter((role) => ceilingOf(role).has(SCOPE))
  .map((role) => `'${role}'`)
  .join(', ')})`;

const GRANT = `EXISTS (
  SELECT FROM grants g
  JOIN clients c ON c.id = g.client_id
  JOIN grant_projects gp ON gp.grant_id = g.id AND gp.project_id = a.project_id
  JOIN memberships m ON m.id = gp.membership_id
  LEFT JOIN users u ON u.id = g.user_id
  WHERE g.id = (a.credential ->> 'id')::uuid AND g.revoked_at IS NULL AND g.expires_at > now() AND ${CLIENT_IS_LIVE}
    AND gp.revoked_at IS NULL AND '${SCOPE}' = ANY (gp.scopes) AND m.ended_at IS NULL AND ${MAY_ACTIVATE}
    AND CASE g.kind WHEN 'service' THEN ${SERVICE_CEILING_IS_CURRENT}
      ELSE m.user_id = g.user_id AND u.disabled_at IS NULL AND ${CONSENT_IS_CURRENT} END)`;

const API_TOKEN = `EXISTS (
  SELECT FROM api_tokens t
  JOIN users u ON u.id = t.user_id
  JOIN api_token_projects tp ON tp.token_id = t.id AND tp.project_id = a.project_id
  JOIN memberships m ON m.id = tp.membership_id
  WHERE t.id = (a.credential ->> 'id')::uuid AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())
    AND '${SCOPE}' = ANY (t.scopes) AND u.disabled_at IS NULL AND t.consent_epoch = u.consent_epoch
    AND m.user_id = t.user_id AND m.ended_at IS NULL AND ${MAY_ACTIVATE})`;

/**
 * SQL: the access that made automation `a` live still has the right to: neither has it ended, nor the role behind it
 * been lowered. What no app made live needs no access.
 */
export const IS_ENTITLED = `(CASE a.credential ->> 'kind'
  WHEN 'grant' THEN ${GRANT} WHEN 'api_token' THEN ${API_TOKEN} ELSE true END)`;
