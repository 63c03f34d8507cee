import { Injectable } from '@nestjs/common';
import type { TokenScheme } from '../../../../kernel/errors/bearer-error.js';
import { toWireId } from '../../../../kernel/ids.js';
import { hashSecret, hasSecretShape } from '../../../../kernel/secret.js';
import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { statement, type RowOf } from '../../../../platform/database/statement.js';
import { reportEffect } from '../../project-effect.js';
import type { Access } from '../../verified-access.js';
import { narrow, toAccess } from '../access-row.js';
import {
  ACCESS_SHAPE,
  ACCESS_TOKEN_IS_ALIVE,
  ACCESS_COLUMNS,
  FROM_ACCESS_TOKENS,
  FROM_REFRESH_TOKENS,
  REFRESH_TOKEN_IS_ALIVE,
} from '../access.sql.js';
import type { IntrospectionCaller } from './introspection-caller.js';

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
   f.scopes AS "familyScopes", ${ACCESS_COLUMNS}` as const;
const SHAPE = {
  ...ACCESS_SHAPE,
  iat: 'double precision',
  exp: 'double precision',
  jkt: 'text?',
  familyScopes: 'text[]',
  narrowing: 'text[]?',
} as const;

const FIND_ACCESS_TOKEN = statement(
  'introspection.find-access-token',
  `SELECT t.scopes AS narrowing, ${columnsOf('t')} ${FROM_ACCESS_TOKENS}
   WHERE t.token_hash = :hash AND ${ACCESS_TOKEN_IS_ALIVE}`,
  SHAPE,
);
const FIND_REFRESH_TOKEN = statement(
  'introspection.find-refresh-token',
  `SELECT NULL::text[] AS narrowing, ${columnsOf('r')} ${FROM_REFRESH_TOKENS}
   WHERE r.token_hash = :hash AND r.consumed_at IS NULL AND ${REFRESH_TOKEN_IS_ALIVE}`,
  SHAPE,
);

type Found = RowOf<typeof FIND_ACCESS_TOKEN>;

type LiveToken = Pick<Found, 'iat' | 'exp' | 'jkt'> & { readonly access: Access };

/** Introspects a token for a caller who may see it. Authorization codes and API tokens are never active here. */
@Injectable()
export class IntrospectToken {
  constructor(
    private readonly database: Database,
    private readonly environment: Environment,
  ) {}

  /** The prefix determines the kind of token, so a wrong `token_type_hint` has no effect (RFC 7662 §2.1). */
  async introspect(token: string, caller: IntrospectionCaller): Promise<Introspection> {
    if (hasSecretShape('isoa', token)) {
      const found = await this.find(FIND_ACCESS_TOKEN, token);
      if (!found || !caller.maySeeAccessToken(found.access)) return INACTIVE;
      return { ...this.describe(found), token_type: found.jkt === null ? 'Bearer' : 'DPoP' };
    }
    if (hasSecretShape('isor', token)) {
      const found = await this.find(FIND_REFRESH_TOKEN, token);
      if (found && caller.maySeeRefreshToken(found.access)) return this.describe(found);
    }
    return INACTIVE;
  }

  private async find(find: typeof FIND_ACCESS_TOKEN, token: string): Promise<LiveToken | null> {
    const [row] = await this.database.query(find, { hash: hashSecret(token) });
    if (!row) return null;
    const { iat, exp, jkt } = row;
    return { access: narrow(toAccess(row, row.familyScopes), row.narrowing), iat, exp, jkt };
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
