import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../../kernel/ids.js';
import type { ScopeSet } from '../../../../kernel/scope-set.js';
import { mintSecret } from '../../../../kernel/secret.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { hasCredential } from '../../../clients/client-credential.js';
import type { ServiceAccess } from '../../verified-access.js';
import { toServiceAccess } from '../access-row.js';
import { ACCESS_SHAPE, ACCESS_COLUMNS, GRANT_IS_ALIVE, JOIN_PARTIES } from '../access.sql.js';
import {
  insertAccessToken,
  ISSUED_SHAPE,
  toIssuedTokens,
  type IssuedTokens,
} from './issued-tokens.js';

const FIND = statement(
  'service-access.find',
  `SELECT ${ACCESS_COLUMNS}
   FROM grants g ${JOIN_PARTIES}
   WHERE g.client_id = :clientId AND g.kind = 'service' AND ${GRANT_IS_ALIVE}`,
  ACCESS_SHAPE,
);

// The tokens depend on the credential used for them: they end with it.
const ISSUE = statement(
  'service-access.issue',
  `WITH family AS (
     INSERT INTO token_families (id, grant_id, scopes, credential_hash)
     SELECT :familyId, g.id, :scopes, :credential
     FROM grants g JOIN clients c ON c.id = g.client_id
     WHERE g.id = :grantId AND g.kind = 'service' AND g.expires_at > now()
       AND ${hasCredential(':credential::bytea')}
     RETURNING id AS family_id, grant_id
   ), ${insertAccessToken('family')}`,
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
  constructor(private readonly database: Database) {}

  /**
   * By the client's UUID; null if it is not connected. Its scopes are all that were granted in any connected project.
   */
  async find(clientId: string): Promise<ServiceAccess | null> {
    const [row] = await this.database.query(FIND, { clientId });
    if (!row) return null;
    return toServiceAccess(
      row,
      row.projects.flatMap(({ grantedScopes }) => grantedScopes),
    );
  }

  /** Begins a token family, in one statement. Null if the grant or the credential ended meanwhile. */
  async issue(
    tx: EntityManager,
    { access, narrowing, credential, dpopJkt }: ServiceRequest,
  ): Promise<IssuedTokens | null> {
    const token = mintSecret('isoa');
    const [issued] = await this.database.queryIn(tx, ISSUE, {
      ...{ familyId: newId(), accessId: newId(), accessHash: token.hash },
      ...{ grantId: access.grant.id, scopes: access.scopes.toArray(), credential },
      ...{ narrowing: narrowing?.toArray() ?? null, dpopJkt },
    });
    return issued ? toIssuedTokens({ access: token, refresh: null }, issued, dpopJkt) : null;
  }
}
