import { hasCredential } from '../../clients/client-credential.js';
import { CLIENT_IS_LIVE } from '../../clients/client-state.js';
import { CONSENT_STANDS } from '../../grants/consent-stands.js';
import { SERVICE_CEILING_HOLDS } from '../../grants/service-ceiling.js';

/**
 * Pieces shared by the statements on the hot paths: token `t`, family `f`, grant `g`, client `c`, person `u` (none
 * behind a service), app verification `s`. One statement reads it all, so that nothing of it is ever older than the request.
 */

/** From a grant to all that bears on it. */
export const JOIN_PARTIES = `
  JOIN clients c ON c.id = g.client_id
  LEFT JOIN users u ON u.id = g.user_id
  LEFT JOIN app_verifications s ON s.client_id = c.id`;

/** The grant may be used at all, whatever the token. */
export const GRANT_IS_ALIVE = `(
  g.revoked_at IS NULL AND g.expires_at > now() AND ${CLIENT_IS_LIVE}
  AND (g.kind = 'service' OR u.disabled_at IS NULL AND ${CONSENT_STANDS}))`;

/** The family was not revoked, and of a service, its app still has the secret or key that brought it. */
export const FAMILY_STANDS = `(f.revoked_at IS NULL
  AND (g.kind = 'user' OR ${hasCredential('f.credential_hash')}))`;

/** A family lives while its grant does, until it is revoked. */
export const FAMILY_IS_ALIVE = `(${GRANT_IS_ALIVE} AND ${FAMILY_STANDS})`;

/**
 * The refresh token `r` may be used: it is unspent only if `consumed_at` says so, too. Its grant persists since before it
 * began, and its app is still registered to refresh.
 */
export const REFRESH_TOKEN_IS_ALIVE = `(
  r.expires_at > now() AND coalesce(f.created_at >= g.refreshable_since, false)
  AND 'refresh_token' = ANY (c.grant_types) AND ${FAMILY_IS_ALIVE})`;

/**
 * The stay `m` of grant project `gp` may be its ceiling. Of a person it is their own, of a service that of the admin who
 * connected it; and a service never leaves the organisation whose app it is.
 */
const CEILING_HOLDS = `(m.user_id = g.user_id OR g.kind = 'service'
    AND p.organisation_id = c.organisation_id AND ${SERVICE_CEILING_HOLDS})`;

/** Live projects of the grant; `only` is a further condition on `gp`. */
const projects = (only: string): string => `(
  SELECT coalesce(jsonb_agg(jsonb_build_object(
      'id', p.id, 'name', p.name, 'plan', p.plan, 'appPolicy', p.app_policy, 'role', m.role,
      'organisation', jsonb_build_object('id', o.id, 'name', o.name),
      'grantedScopes', gp.scopes, 'requestedScopes', gp.requested_scopes) ORDER BY p.name, p.id), '[]')
  FROM grant_projects gp
  JOIN memberships m ON m.id = gp.membership_id AND m.project_id = gp.project_id
    AND m.ended_at IS NULL
  JOIN projects p ON p.id = gp.project_id
  JOIN organisations o ON o.id = p.organisation_id
  WHERE gp.grant_id = g.id AND gp.revoked_at IS NULL AND ${CEILING_HOLDS} ${only})`;

/** Columns of an `AccessRow`. */
export const accessColumns = (only = ''): string => `
  g.id AS grant_id, g.kind, g.expires_at AS grant_expires_at, g.resource, g.account_scopes,
  c.id AS client_id, c.name AS client_name, c.organisation_id, c.origin, c.metadata_uri, s.tier,
  coalesce(s.approved_scopes, '{}') AS approved_scopes,
  u.id AS user_id, u.name AS user_name, u.email,
  ${projects(only)} AS projects`;
