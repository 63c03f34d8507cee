import { column } from '../../../platform/database/row-shape.js';
import type { ClientOrigin } from '../../clients/client.js';
import { hasCredential } from '../../clients/client-credential.js';
import { CLIENT_IS_LIVE } from '../../clients/client-state.js';
import { CONSENT_IS_CURRENT, SERVICE_CEILING_IS_CURRENT } from '../../grants/live-grant.sql.js';
import type { UserAccess, VerifiedClient, VerifiedProject } from '../verified-access.js';

/**
 * Pieces shared by the statements on the hot paths: access token `t`, refresh token `r`, family `f`, grant `g`, client
 * `c`, person `u` (none behind a service), app verification `s`. One statement reads it all, so that nothing of it is
 * ever older than the request.
 */

/** From a grant to all that bears on it. */
export const JOIN_PARTIES = `
  JOIN clients c ON c.id = g.client_id
  LEFT JOIN users u ON u.id = g.user_id
  LEFT JOIN app_verifications s ON s.client_id = c.id`;

/** From a token to all that it hangs from. */
const joinFamily = (token: 't' | 'r'): string => `
  JOIN token_families f ON f.id = ${token}.family_id
  JOIN grants g ON g.id = f.grant_id ${JOIN_PARTIES}`;

export const FROM_ACCESS_TOKENS = `FROM access_tokens t ${joinFamily('t')}`;
export const FROM_REFRESH_TOKENS = `FROM refresh_tokens r ${joinFamily('r')}`;

/** The grant may be used at all, whatever the token. */
export const GRANT_IS_ALIVE = `(
  g.revoked_at IS NULL AND g.expires_at > now() AND ${CLIENT_IS_LIVE}
  AND (g.kind = 'service' OR u.disabled_at IS NULL AND ${CONSENT_IS_CURRENT}))`;

/** The family was not revoked, and of a service, its app still has the secret or key that brought it. */
export const FAMILY_IS_UNREVOKED = `(f.revoked_at IS NULL
  AND (g.kind = 'user' OR ${hasCredential('f.credential_hash')}))`;

/** A family lives while its grant does, until it is revoked. */
export const FAMILY_IS_ALIVE = `(${GRANT_IS_ALIVE} AND ${FAMILY_IS_UNREVOKED})`;

export const ACCESS_TOKEN_IS_ALIVE = `(
  t.revoked_at IS NULL AND t.expires_at > now() AND ${FAMILY_IS_ALIVE})`;

/**
 * The refresh token may be used, unless it was consumed. Its grant persists since before it began, and its app is still
 * registered to refresh.
 */
export const REFRESH_TOKEN_IS_ALIVE = `(
  r.expires_at > now() AND coalesce(f.created_at >= g.refreshable_since, false)
  AND 'refresh_token' = ANY (c.grant_types) AND ${FAMILY_IS_ALIVE})`;

/**
 * The membership `m` of grant project `gp` may be its ceiling. Of a person it is their own, of a service that of the
 * admin who connected it; and a service never leaves the organisation whose app it is.
 */
const CEILING_HOLDS = `(m.user_id = g.user_id OR g.kind = 'service'
    AND p.organisation_id = c.organisation_id AND ${SERVICE_CEILING_IS_CURRENT})`;

/** Columns of an `AccessRow`. `only` is a further condition on its projects, those of the grant that are live. */
export const accessColumns = <const Only extends string = ''>(only = '' as Only) =>
  `g.id AS "grantId", g.expires_at AS "grantExpiresAt", g.resource, g.account_scopes AS "accountScopes",
  c.id AS "clientId", c.name AS "clientName", c.organisation_id AS "organisationId", c.origin,
  c.metadata_uri AS "metadataUri", s.tier, coalesce(s.approved_scopes, '{}') AS "approvedScopes",
  CASE WHEN g.kind = 'user' THEN jsonb_build_object('id', u.id, 'name', u.name, 'email', u.email) END AS person,
  (SELECT coalesce(jsonb_agg(jsonb_build_object(
      'id', p.id, 'name', p.name, 'plan', p.plan, 'appPolicy', p.app_policy, 'role', m.role,
      'organisation', jsonb_build_object('id', o.id, 'name', o.name),
      'grantedScopes', gp.scopes, 'requestedScopes', gp.requested_scopes) ORDER BY p.name, p.id), '[]')
   FROM grant_projects gp
   JOIN memberships m ON m.id = gp.membership_id AND m.project_id = gp.project_id AND m.ended_at IS NULL
   JOIN projects p ON p.id = gp.project_id
   JOIN organisations o ON o.id = p.organisation_id
   WHERE gp.grant_id = g.id AND gp.revoked_at IS NULL AND ${CEILING_HOLDS as string} ${only}) AS projects` as const;

/** Of a service's grant or a person's: whose it is, `person` says. */
export const ACCESS_SHAPE = {
  grantId: 'uuid',
  grantExpiresAt: 'timestamptz',
  resource: 'text',
  accountScopes: 'text[]',
  clientId: 'uuid',
  clientName: 'text',
  organisationId: 'uuid?',
  origin: column<ClientOrigin>('text'),
  metadataUri: 'text?',
  /** Null for an app without a decision of ours. */
  tier: column<VerifiedClient['tier'] | null>('text'),
  approvedScopes: 'text[]',
  person: column<UserAccess['user'] | null>('jsonb'),
  projects: column<readonly ProjectDocument[]>('jsonb'),
} as const;

/** Of codes and refresh tokens, which services have none of. */
export const USER_ACCESS_SHAPE = {
  ...ACCESS_SHAPE,
  person: column<UserAccess['user']>('jsonb'),
} as const;

export type ProjectDocument = Omit<VerifiedProject, 'grantedScopes' | 'requestedScopes'> & {
  readonly grantedScopes: readonly string[];
  readonly requestedScopes: readonly string[];
};
