import { column } from '../../../platform/database/row-shape.js';
import type { ClientOrigin } from '../../clients/client.js';
import { hasCredential } from '../../clients/client-credential.js';
import { fromShownClient, shownClientColumns } from '../../clients/shown-client.js';
import { CLIENT_IS_LIVE } from '../../clients/client-state.js';
import { REVIEWED_TIER_OF_GRANT } from '../../grants/grant-tier.sql.js';
import { CONSENT_IS_CURRENT, SERVICE_CEILING_IS_CURRENT } from '../../grants/live-grant.sql.js';
import type { VerifiedClient, VerifiedProject } from '../verified-access.js';

/*
 * Parts shared by all statements that verify a token: access token `t`, refresh token `r`, family `f`, grant `g`,
 * client `c`, person `u` (none for a service), verification of the app `v`. Each statement reads all of it at once, so
 * that no value is older than the request.
 */

// 1. Joins: from a token to its family, its grant, and everything that the grant depends on.

const JOIN_PERSON = `
  LEFT JOIN users u ON u.id = g.user_id
  LEFT JOIN app_verifications v ON v.client_id = g.client_id`;
export const JOIN_PARTIES = `
  JOIN clients c ON c.id = g.client_id ${JOIN_PERSON}`;

const joinGrant = (token: 't' | 'r'): string => `
  JOIN token_families f ON f.id = ${token}.family_id
  JOIN grants g ON g.id = f.grant_id`;

export const ACCESS_TOKENS = `access_tokens t ${joinGrant('t')} ${JOIN_PARTIES}`;
export const REFRESH_TOKENS = `refresh_tokens r ${joinGrant('r')} ${JOIN_PARTIES}`;

/**
 * At the token endpoint, `c` is the client of the request: the grant's client unless the token is another's, which is
 * refused first (`ShownSecrets.requireClient`). So the client is read once.
 */
export const FROM_CLIENT = fromShownClient('c');
export const CLIENT_COLUMNS = shownClientColumns('c');
/** What it redeems: a refresh token, a code `k`, or the grant itself. */
export const SHOWN_REFRESH_TOKENS = `refresh_tokens r ${joinGrant('r')} ${JOIN_PERSON}`;
export const SHOWN_CODES = `
  authorization_codes k
  JOIN grants g ON g.id = k.grant_id AND g.client_id = k.client_id AND g.kind = 'user'
    AND g.revoked_at IS NULL AND g.expires_at > now() ${JOIN_PERSON}`;
export const SHOWN_GRANTS = `grants g ${JOIN_PERSON}`;

// 2. Validity: each condition needs the one before it.

/** Neither the grant has ended, nor its app or person, nor was the grant voided. */
export const GRANT_IS_ALIVE = `(
  g.revoked_at IS NULL AND g.expires_at > now() AND ${CLIENT_IS_LIVE}
  AND (g.kind = 'service' OR u.disabled_at IS NULL AND ${CONSENT_IS_CURRENT}))`;

/** Of a service, the app must still have the secret or key that was used for the family. */
export const FAMILY_IS_UNREVOKED = `(
  f.revoked_at IS NULL AND (g.kind = 'user' OR ${hasCredential('f.credential_hash')}))`;

export const FAMILY_IS_ALIVE = `(${GRANT_IS_ALIVE} AND ${FAMILY_IS_UNREVOKED})`;

export const ACCESS_TOKEN_IS_ALIVE = `(
  t.revoked_at IS NULL AND t.expires_at > now() AND ${FAMILY_IS_ALIVE})`;

/**
 * Consumed or not. Access has persisted since before the family began, and the client is still registered for refresh
 * tokens.
 */
export const REFRESH_TOKEN_IS_ALIVE = `(
  r.expires_at > now() AND coalesce(f.created_at >= g.refreshable_since, false)
  AND 'refresh_token' = ANY (c.grant_types) AND ${FAMILY_IS_ALIVE})`;

// 3. Access: the grant, the app, the person, and the projects with everything that limits the access there.

/**
 * A row `gp` of the grant allows at most what the role in its membership `m` allows now: the person's own membership,
 * or that of the admin who connected the service. A service works only in the organisation of its app.
 */
const PROJECT_IS_CONNECTED: string = `(
  gp.revoked_at IS NULL AND m.ended_at IS NULL
  AND (m.user_id = g.user_id
    OR g.kind = 'service' AND p.organisation_id = c.organisation_id AND ${SERVICE_CEILING_IS_CURRENT}))`;

const JOIN_PROJECT = `
   JOIN memberships m ON m.id = gp.membership_id AND m.project_id = gp.project_id
   JOIN projects p ON p.id = gp.project_id`;

/** Scopes as their wire form: much faster to read than an array. For `ScopeSet.ofJoined`. */
export const joined = <const Scopes extends string>(scopes: Scopes) =>
  `array_to_string(${scopes}, ' ')` as const;

const PROJECT = `'id', p.id, 'name', p.name, 'organisationId', p.organisation_id, 'kind', p.kind, 'plan', p.plan,
  'appPolicy', p.app_policy, 'role', m.role,
  'grantedScopes', ${joined('gp.scopes')}, 'requestedScopes', ${joined('gp.requested_scopes')}`;

/** After a suspension the app works in the projects of its own organisation only. */
const IS_RESTORING = `c.state = 'restoring' AS "isRestoring"`;

/** While the app is being restored, it learns who its own organisation's people are, and nobody else. */
export const ACCOUNT_SCOPES = `CASE WHEN c.state <> 'restoring' OR EXISTS (
    SELECT FROM memberships own_m JOIN projects own_p ON own_p.id = own_m.project_id
    WHERE own_m.user_id = g.user_id AND own_m.ended_at IS NULL AND own_p.organisation_id = c.organisation_id)
  THEN ${joined('g.account_scopes')} ELSE '' END` as const;

const accessColumns = (project: string, join: string): string => `
  g.id AS "grantId", g.expires_at AS "grantExpiresAt", g.resource, ${ACCOUNT_SCOPES} AS "accountScopes",
  c.id AS "clientId", c.name AS "clientName", c.organisation_id AS "organisationId", c.origin,
  ${IS_RESTORING}, c.metadata_uri AS "metadataUri", ${REVIEWED_TIER_OF_GRANT} AS tier, ${joined('v.approved_scopes')} AS "approvedScopes",
  u.id AS "personId", u.name AS "personName", u.email AS "personEmail",
  array_to_json(ARRAY(
    SELECT json_build_object(${project})
    FROM grant_projects gp ${JOIN_PROJECT} ${join}
    WHERE gp.grant_id = g.id AND ${PROJECT_IS_CONNECTED} ORDER BY p.name, p.id)) AS projects`;

/** Columns of `ACCESS_SHAPE`. */
export const ACCESS_COLUMNS = accessColumns(PROJECT, '');

/** The same with the names of the organisations, which no decision needs. */
export const NAMED_ACCESS_COLUMNS = accessColumns(
  `${PROJECT}, 'organisationName', o.name`,
  'JOIN organisations o ON o.id = p.organisation_id',
);

export const ACCESS_SHAPE = {
  grantId: 'uuid',
  grantExpiresAt: 'timestamptz',
  resource: 'text',
  accountScopes: 'text',
  clientId: 'uuid',
  clientName: 'text',
  organisationId: 'uuid?',
  origin: column<ClientOrigin>('text'),
  isRestoring: 'boolean',
  metadataUri: 'text?',
  /** Null for an app without a review, as are the approved scopes. */
  tier: column<VerifiedClient['tier'] | null>('text'),
  approvedScopes: 'text?',
  // Null for a service.
  personId: 'uuid?',
  personName: 'text?',
  personEmail: 'text?',
  projects: column<readonly ProjectDocument[]>('json'),
} as const;

/** Of `NAMED_ACCESS_COLUMNS`. */
export const NAMED_ACCESS_SHAPE = {
  ...ACCESS_SHAPE,
  projects: column<readonly NamedProjectDocument[]>('json'),
} as const;

/** Of codes and refresh tokens; services have neither. */
export const USER_ACCESS_SHAPE = {
  ...ACCESS_SHAPE,
  personId: 'uuid',
  personName: 'text',
  personEmail: 'text',
} as const;

export type ProjectDocument = Omit<VerifiedProject, 'grantedScopes' | 'requestedScopes'> & {
  readonly grantedScopes: string;
  readonly requestedScopes: string;
};

export type NamedProjectDocument = ProjectDocument & { readonly organisationName: string };

// 4. Access in the project `:projectId`, for every call of the Product API. Each table and column has a price here, so
// these are the ones that decide, and nothing is aggregated.

/** Scopes of the token: its own if a refresh narrowed them, else its family's. */
export const TOKEN_SCOPES = joined('coalesce(t.scopes, f.scopes)');

const projectAccessColumns = <const Scopes extends string>(scopes: Scopes) =>
  `
  g.id AS "grantId", g.resource, g.user_id AS "personId", ${scopes} AS scopes,
  c.id AS "clientId", c.organisation_id AS "clientOrganisationId", c.origin, ${IS_RESTORING}, c.metadata_uri AS "metadataUri",
  ${REVIEWED_TIER_OF_GRANT} AS tier, ${joined('v.approved_scopes')} AS "approvedScopes",
  p.id AS "projectId", p.organisation_id AS "organisationId", p.kind, p.plan, p.app_policy AS "appPolicy", m.role,
  ${joined('gp.scopes')} AS "grantedScopes"` as const;

/** Columns of `PROJECT_ACCESS_SHAPE`, with the scopes of a token. */
export const PROJECT_ACCESS_COLUMNS = projectAccessColumns(TOKEN_SCOPES);

/** The same without a token: everything that was granted; nothing in a project that is not connected now. */
export const STANDING_ACCESS_COLUMNS = projectAccessColumns(joined(`coalesce(gp.scopes, '{}')`));
export const STANDING_GRANTS = `grants g ${JOIN_PARTIES}`;

/** A token whose grant does not include the project, or not any more, is verified too. */
export const JOIN_CONNECTED_PROJECT = `
  LEFT JOIN (grant_projects gp ${JOIN_PROJECT})
    ON gp.grant_id = g.id AND gp.project_id = :projectId AND ${PROJECT_IS_CONNECTED}` as const;

export const PROJECT_ACCESS_SHAPE = {
  grantId: 'uuid',
  resource: 'text',
  /** Null for a service. */
  personId: 'uuid?',
  scopes: 'text',
  clientId: 'uuid',
  clientOrganisationId: 'uuid?',
  origin: column<ClientOrigin>('text'),
  isRestoring: 'boolean',
  metadataUri: 'text?',
  /** Null for an app without a review, as are the approved scopes. */
  tier: column<VerifiedClient['tier'] | null>('text'),
  approvedScopes: 'text?',
  // Of the project; all null if there is none.
  projectId: 'uuid?',
  organisationId: 'uuid',
  kind: column<VerifiedProject['kind']>('text'),
  plan: column<VerifiedProject['plan']>('text'),
  appPolicy: column<VerifiedProject['appPolicy']>('text'),
  role: column<VerifiedProject['role']>('text'),
  grantedScopes: 'text',
} as const;
