import { Injectable } from '@nestjs/common';
import { newId } from '../../../../kernel/ids.js';
import { ScopeSet } from '../../../../kernel/scope-set.js';
import { mintSecret } from '../../../../kernel/secret.js';
import { Database } from '../../../../platform/database/database.js';
import {
  sharedChange,
  sharedLookup,
  type SharedRow,
} from '../../../../platform/database/shared-statement.js';
import type { AuditEvent } from '../../../audit/audit-event.js';
import { EVENT, eventValues, recordEvent } from '../../../audit/record-event.js';
import { hasCredential } from '../../../clients/client-credential.js';
import {
  CLIENT_KEY,
  SHOWN_CLIENT_SHAPE,
  shownClientOf,
  type ClientKey,
  type ShownClient,
} from '../../../clients/shown-client.js';
import { GrantActivity } from '../../../grants/grant-activity.service.js';
import type { ServiceAccess } from '../../verified-access.js';
import { toServiceAccess } from '../access-row.js';
import {
  ACCESS_COLUMNS,
  ACCESS_SHAPE,
  CLIENT_COLUMNS,
  FROM_CLIENT,
  GRANT_IS_ALIVE,
  SHOWN_GRANTS,
} from '../access.sql.js';
import {
  ACCESS_TOKEN,
  insertAccessToken,
  ISSUED_SHAPE,
  toIssuedTokens,
  type IssuedTokens,
} from './issued-tokens.js';

const FIND = sharedLookup(
  'service-access.find',
  CLIENT_KEY,
  `SELECT ${ACCESS_COLUMNS}, ${CLIENT_COLUMNS}
   ${FROM_CLIENT}
   LEFT JOIN (${SHOWN_GRANTS}) ON g.client_id = c.id AND g.kind = 'service' AND ${GRANT_IS_ALIVE}`,
  {
    ...ACCESS_SHAPE,
    ...SHOWN_CLIENT_SHAPE,
    /** Null if it is not connected; then all columns of the access are. */
    grantId: 'uuid?',
  },
);

// The tokens depend on the credential used for them: they end with it.
const ISSUE = sharedChange(
  'service-access.issue',
  { grantId: 'uuid', scopes: 'text[]', credential: 'bytea', ...ACCESS_TOKEN, ...EVENT },
  `allowed AS (
     SELECT asked.* FROM asked JOIN grants g ON g.id = :grantId JOIN clients c ON c.id = g.client_id
     WHERE g.kind = 'service' AND g.revoked_at IS NULL AND g.expires_at > now() AND ${hasCredential(':credential')}
   ), family AS (
     INSERT INTO token_families (id, grant_id, scopes, credential_hash)
     SELECT :familyId, :grantId, :scopes, :credential FROM allowed AS asked
   ), ${recordEvent('allowed')}, ${insertAccessToken('allowed')}`,
  ISSUED_SHAPE,
);

/** The request of a service. */
export interface ServiceRequest {
  readonly access: ServiceAccess;
  /** The scopes of its token; null for all of the access. */
  readonly narrowing: ScopeSet | null;
  /** The credential it used (`AuthenticatedClient.credential`). */
  readonly credential: Buffer | null;
  /** Thumbprint of the key to which its token will be bound. */
  readonly dpopJkt: string | null;
}

/** The access of services. */
@Injectable()
export class ServiceAccesses {
  constructor(
    private readonly database: Database,
    private readonly activity: GrantActivity,
  ) {}

  /**
   * The client of a request and its access; null if it is not connected. Its scopes are all that were granted in any
   * connected project.
   */
  async find(
    client: ClientKey,
  ): Promise<{ readonly client: ShownClient | null; readonly access: ServiceAccess | null }> {
    const row = await this.database.queryShared(FIND, { ...client });
    if (!row) throw new Error('The statement returns one row.');
    return { client: shownClientOf(row), access: toFoundAccess(row) };
  }

  /**
   * Begins a token family and records the event, in one statement. Null if the grant or the credential ended meanwhile.
   */
  async issue(
    { access, narrowing, credential, dpopJkt }: ServiceRequest,
    event: AuditEvent,
  ): Promise<IssuedTokens | null> {
    const token = mintSecret('isoa');
    const issued = await this.database.queryShared(ISSUE, {
      ...{ familyId: newId(), accessId: newId(), accessHash: token.hash },
      ...{ grantId: access.grant.id, grantExpiresAt: access.grant.expiresAt },
      ...{ scopes: access.scopes.toArray(), credential },
      ...{ narrowing: narrowing?.toArray() ?? null, dpopJkt },
      ...eventValues(event),
    });
    if (!issued) return null;
    this.activity.noteToken(access.grant.id);
    return toIssuedTokens({ access: token, refresh: null }, issued, dpopJkt);
  }
}

function toFoundAccess(row: SharedRow<typeof FIND>): ServiceAccess | null {
  const { grantId, projects } = row;
  if (grantId === null) return null;
  return toServiceAccess(
    { ...row, grantId },
    projects.reduce(
      (sum, { grantedScopes }) => sum.union(ScopeSet.ofJoined(grantedScopes)),
      ScopeSet.empty,
    ),
  );
}
