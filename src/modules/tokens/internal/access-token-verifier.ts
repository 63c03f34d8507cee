import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ScopeSet } from '../../../kernel/scope-set.js';
import type { TokenScheme } from '../../../kernel/errors/bearer-error.js';
import { hashSecret, hasSecretShape } from '../../../kernel/secret.js';
import { Database } from '../../../platform/database/database.js';
import { column } from '../../../platform/database/row-shape.js';
import { statement } from '../../../platform/database/statement.js';
import { sharedLookup } from '../../../platform/database/shared-statement.js';
import { PROFILE_COLUMNS, PROFILE_SHAPE } from '../../accounts/user-profiles.service.js';
import type { GrantKind } from '../../grants/grant.js';
import type { PersonAccess, ProjectAccess, VerifiedAccess } from '../verified-access.js';
import { toNamedProject, toProjectAccess, toTokenAccess } from './access-row.js';
import {
  ACCESS_TOKEN_IS_ALIVE,
  ACCESS_TOKENS,
  ACCOUNT_SCOPES,
  JOIN_CONNECTED_PROJECT,
  joined,
  NAMED_ACCESS_COLUMNS,
  NAMED_ACCESS_SHAPE,
  PROJECT_ACCESS_COLUMNS,
  PROJECT_ACCESS_SHAPE,
  TOKEN_SCOPES,
} from './access.sql.js';

const IS_THE_TOKEN =
  `t.token_hash = :hash AND t.dpop_jkt IS NOT DISTINCT FROM :dpopJkt::text AND ${ACCESS_TOKEN_IS_ALIVE}` as const;

/** What a request shows. */
const SHOWN = { hash: 'bytea', dpopJkt: 'text' } as const;

const VERIFY = sharedLookup(
  'access-token.verify',
  SHOWN,
  `SELECT t.id AS "tokenId", ${joined('t.scopes')} AS narrowing,
     ${joined('f.scopes')} AS "familyScopes",
     ${NAMED_ACCESS_COLUMNS}
   FROM ${ACCESS_TOKENS}
   WHERE ${IS_THE_TOKEN}`,
  { ...NAMED_ACCESS_SHAPE, tokenId: 'uuid', narrowing: 'text?', familyScopes: 'text' },
);

const VERIFY_IN_PROJECT = sharedLookup(
  'access-token.verify-in-project',
  { ...SHOWN, projectId: 'uuid' },
  `SELECT ${PROJECT_ACCESS_COLUMNS}
   FROM ${ACCESS_TOKENS} ${JOIN_CONNECTED_PROJECT}
   WHERE ${IS_THE_TOKEN}`,
  PROJECT_ACCESS_SHAPE,
);

const VERIFY_PERSON = sharedLookup(
  'access-token.verify-person',
  SHOWN,
  `SELECT g.id AS "grantId", g.kind, g.resource, ${TOKEN_SCOPES} AS scopes,
     ${ACCOUNT_SCOPES} AS "accountScopes", ${PROFILE_COLUMNS}
   FROM ${ACCESS_TOKENS}
   WHERE ${IS_THE_TOKEN}`,
  {
    ...PROFILE_SHAPE,
    grantId: 'uuid',
    resource: 'text',
    scopes: 'text',
    accountScopes: 'text',
    kind: column<GrantKind>('text'),
  },
);

// A millisecond ago: `now()` may be rounded up.
const EXPIRE = statement(
  'access-token.expire',
  `UPDATE access_tokens SET expires_at = now() - interval '1 millisecond'
   WHERE token_hash = :hash AND expires_at > now()`,
);

/**
 * Verifies an access token with one statement and no cache: a revocation, an ended membership, a changed role or plan
 * applies from the next request (REV-05). Each method answers another question about the token. Null: unknown, expired,
 * revoked at any level, bound to another key, or no access token at all; the caller is not told which. `dpopJkt`:
 * thumbprint of the key that the caller has proven (RFC 9449 §7), required for a token bound to that key. `hash`: of the
 * token, where the caller has it already.
 */
@Injectable()
export class AccessTokenVerifier {
  constructor(private readonly database: Database) {}

  /** The whole access, with all projects. */
  async verify(
    token: string,
    dpopJkt: string | null = null,
    hash = hashSecret(token),
  ): Promise<VerifiedAccess | null> {
    if (!isAccessToken(token)) return null;
    const row = await this.database.queryShared(VERIFY, { hash, dpopJkt });
    if (!row) return null;
    const access = toTokenAccess(row);
    const projects = row.projects.map(toNamedProject);
    return { ...access, projects, tokenId: row.tokenId, scheme: schemeOf(dpopJkt) };
  }

  /** The access in the project of this UUID. */
  async verifyInProject(
    token: string,
    projectId: string,
    dpopJkt: string | null = null,
    hash = hashSecret(token),
  ): Promise<ProjectAccess | null> {
    if (!isAccessToken(token)) return null;
    const row = await this.database.queryShared(VERIFY_IN_PROJECT, { hash, dpopJkt, projectId });
    return row ? toProjectAccess(row, schemeOf(dpopJkt)) : null;
  }

  async expire(tx: EntityManager, hash: Buffer): Promise<void> {
    await this.database.queryIn(tx, EXPIRE, { hash });
  }

  /** The access to the person's account. */
  async verifyPerson(
    token: string,
    dpopJkt: string | null = null,
    hash = hashSecret(token),
  ): Promise<PersonAccess | null> {
    if (!isAccessToken(token)) return null;
    const row = await this.database.queryShared(VERIFY_PERSON, { hash, dpopJkt });
    if (!row) return null;
    const { grantId, kind, resource, scopes, accountScopes, ...person } = row;
    return {
      audience: resource,
      scheme: schemeOf(dpopJkt),
      grant: { id: grantId },
      person: kind === 'user' ? person : null,
      accountScopes: ScopeSet.ofJoined(scopes).intersect(ScopeSet.ofJoined(accountScopes)),
    };
  }
}

const isAccessToken = (token: string): boolean => hasSecretShape('isoa', token);

const schemeOf = (dpopJkt: string | null): TokenScheme => (dpopJkt === null ? 'Bearer' : 'DPoP');
