import { Injectable } from '@nestjs/common';
import type { TokenScheme } from '../../../../kernel/errors/bearer-error.js';
import { toWireId } from '../../../../kernel/ids.js';
import { hashSecret, hasSecretShape } from '../../../../kernel/secret.js';
import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { sharedLookup, type SharedRow } from '../../../../platform/database/shared-statement.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { reportEffect } from '../../project-effect.js';
import type { Access } from '../../verified-access.js';
import { toTokenAccess } from '../access-row.js';
import {
  ACCESS_SHAPE,
  ACCESS_TOKEN_IS_ALIVE,
  ACCESS_COLUMNS,
  ACCESS_TOKENS,
  joined,
  REFRESH_TOKEN_IS_ALIVE,
  REFRESH_TOKENS,
} from '../access.sql.js';
import {
  CALLER_COLUMNS,
  CALLER_KEY,
  CALLER_SHAPE,
  FROM_CALLER,
  IntrospectionCallers,
  type CallerClaim,
  type IntrospectionCaller,
} from './introspection-caller.js';

/** Introspection response (RFC 7662 §2.2); times in seconds since 1970. */
export type Introspection =
  | { readonly active: false }
  | {
      readonly active: true;
      readonly iss: string;
      readonly client_id: string;
      /** The person, or the app itself for a service. The prefixes keep the two apart (OAuth 2.1 §7.4). */
      readonly sub: string;
      readonly aud: string;
      readonly iat: number;
      readonly exp: number;
      /** Only of access tokens. */
      readonly token_type?: TokenScheme;
      /** Thumbprint of the key to which it is bound (RFC 9449 §6.2). */
      readonly cnf?: { readonly jkt: string };
      /** Effective now in at least one project, as in the token response. */
      readonly scope: string;
      /** Our extension: the effective scopes by project. */
      readonly projects: readonly { readonly id: string; readonly scope: string }[];
    };

/** One response for unknown, ended and not visible to the caller, with no other member (RFC 7662 §2.2). */
const INACTIVE: Introspection = { active: false };

const columnsOf = <const Token extends 't' | 'r'>(token: Token) =>
  `floor(extract(epoch FROM ${token}.created_at))::float8 AS iat,
   floor(extract(epoch FROM ${token}.expires_at))::float8 AS exp, ${token}.dpop_jkt AS jkt,
   ${joined('f.scopes')} AS "familyScopes", ${ACCESS_COLUMNS}, ${CALLER_COLUMNS}` as const;
const SHAPE = {
  ...ACCESS_SHAPE,
  ...CALLER_SHAPE,
  /** Null if there is no such token, or it has ended; then all its columns are. */
  iat: 'double precision?',
  exp: 'double precision?',
  jkt: 'text?',
  familyScopes: 'text',
  narrowing: 'text?',
} as const;

const SHOWN = { hash: 'bytea', ...CALLER_KEY } as const;

const FIND_ACCESS_TOKEN = sharedLookup(
  'introspection.find-access-token',
  SHOWN,
  `SELECT ${joined('t.scopes')} AS narrowing, ${columnsOf('t')}
   ${FROM_CALLER} LEFT JOIN (${ACCESS_TOKENS}) ON t.token_hash = :hash AND ${ACCESS_TOKEN_IS_ALIVE}`,
  SHAPE,
);
const FIND_REFRESH_TOKEN = sharedLookup(
  'introspection.find-refresh-token',
  SHOWN,
  `SELECT NULL::text AS narrowing, ${columnsOf('r')}
   ${FROM_CALLER} LEFT JOIN (${REFRESH_TOKENS})
     ON r.token_hash = :hash AND r.consumed_at IS NULL AND ${REFRESH_TOKEN_IS_ALIVE}`,
  SHAPE,
);

type Found = SharedRow<typeof FIND_ACCESS_TOKEN>;

type LiveToken = Pick<Found, 'jkt'> & {
  readonly access: Access;
  readonly iat: number;
  readonly exp: number;
};

/** Introspects a token for a caller who may see it. Authorization codes and API tokens are never active here. */
@Injectable()
export class IntrospectToken {
  constructor(
    private readonly database: Database,
    private readonly environment: Environment,
    private readonly callers: IntrospectionCallers,
  ) {}

  /**
   * One statement reads caller and token; the caller is authenticated first. The prefix determines the kind of token,
   * so a wrong `token_type_hint` has no effect (RFC 7662 §2.1).
   * @throws OAuthError `invalid_client`; `invalid_request` for a missing token
   */
  async introspect(form: StrictForm, claim: CallerClaim): Promise<Introspection> {
    const text = form.get('token') ?? '';
    const isRefreshToken = hasSecretShape('isor', text);
    const early = await this.callers.proveFirst(claim);
    const row = isRefreshToken
      ? await this.find(FIND_REFRESH_TOKEN, text, claim)
      : await this.find(FIND_ACCESS_TOKEN, hasSecretShape('isoa', text) ? text : null, claim);
    const caller = early ?? (await this.callers.prove(claim, row));
    form.require('token');
    const found = toLiveToken(row);
    if (!found) return INACTIVE;
    return isRefreshToken
      ? this.describeRefreshToken(found, caller)
      : this.describeAccessToken(found, caller);
  }

  private async find(
    find: typeof FIND_ACCESS_TOKEN,
    token: string | null,
    { key }: CallerClaim,
  ): Promise<Found> {
    const hash = token === null ? null : hashSecret(token);
    const row = await this.database.queryShared(find, { hash, ...key });
    if (!row) throw new Error('The statement returns one row.');
    return row;
  }

  private describeAccessToken(found: LiveToken, caller: IntrospectionCaller): Introspection {
    if (!caller.maySeeAccessToken(found.access)) return INACTIVE;
    return { ...this.describe(found), token_type: found.jkt === null ? 'Bearer' : 'DPoP' };
  }

  private describeRefreshToken(found: LiveToken, caller: IntrospectionCaller): Introspection {
    return caller.maySeeRefreshToken(found.access) ? this.describe(found) : INACTIVE;
  }

  private describe({
    access,
    iat,
    exp,
    jkt,
  }: LiveToken): Introspection & { readonly active: true } {
    const { scopes, projects } = reportEffect(access);
    return {
      active: true,
      iss: this.environment.ISSUER_URL,
      client_id: access.client.clientId,
      sub: subjectOf(access),
      aud: access.audience,
      iat,
      exp,
      ...(jkt === null ? {} : { cnf: { jkt } }),
      scope: scopes.toString(),
      projects: projects.map(({ id, scope }) => ({ id, scope })),
    };
  }
}

const subjectOf = (access: Access): string =>
  access.kind === 'user' ? toWireId('usr', access.user.id) : access.client.clientId;

function toLiveToken(row: Found): LiveToken | null {
  const { iat, exp, jkt } = row;
  if (iat === null || exp === null) return null;
  return { access: toTokenAccess(row), iat, exp, jkt };
}
