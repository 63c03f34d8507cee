import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import type { ScopeSet } from '../../kernel/scope-set.js';
import { secretFrom, type MintedSecret } from '../../kernel/secret.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { SecretKey } from '../../platform/config/secret-key.js';
import { CONSENT_IS_CURRENT } from './live-grant.sql.js';

/** Lifetime of a code in seconds (OAuth 2.1 §4.1.2), during which a decision can be repeated. */
export const CODE_LIFE_SECONDS = 60;

/** Input of a code, besides the server key: the request that it answers. */
interface CodeSource {
  readonly id: string;
  readonly sessionId: string;
  readonly codeNonce: Buffer;
}

/** What a code is bound to, besides its grant (OAuth 2.1 §4.1.2), and its request. */
export interface CodeBinding extends CodeSource {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly scopes: ScopeSet;
  readonly nonce: string | null;
  readonly authTime: Date;
  readonly dpopJkt: string | null;
  readonly refreshable: boolean;
  readonly identityVersion: number;
}

const INSERT = statement(
  'authorization-code.insert',
  `INSERT INTO authorization_codes (id, code_hash, grant_id, client_id, redirect_uri, code_challenge, scopes,
     nonce, auth_time, dpop_jkt, refreshable, identity_version, expires_at)
   VALUES (:id, :hash, :grantId, :clientId, :redirectUri, :codeChallenge, :scopes, :nonce, :authTime, :dpopJkt,
     :refreshable, :identityVersion, now() + make_interval(secs => ${String(CODE_LIFE_SECONDS)}))`,
);
const IS_LIVE = statement(
  'authorization-code.is-live',
  `SELECT c.id FROM authorization_codes c
   JOIN grants g ON g.id = c.grant_id AND g.revoked_at IS NULL AND g.expires_at > now()
   JOIN users u ON u.id = g.user_id AND u.disabled_at IS NULL AND ${CONSENT_IS_CURRENT}
   WHERE c.code_hash = :hash AND c.consumed_at IS NULL AND c.expires_at > now()`,
  { id: 'uuid' },
);

/**
 * Derives the code of a request from the server key and a nonce stored with the request, so that a second click gets
 * the same code; no code is stored in clear.
 */
@Injectable()
export class CodeIssuer {
  private readonly key: Uint8Array;

  constructor(
    private readonly database: Database,
    secretKey: SecretKey,
  ) {
    this.key = secretKey.derive('consent-code');
  }

  /** Issues a code of 60 seconds and returns it in clear; only its hash is stored. Once for each request. */
  async issue(tx: EntityManager, grantId: string, binding: CodeBinding): Promise<string> {
    const { text, hash } = this.codeOf(binding);
    const scopes = binding.scopes.toArray();
    await this.database.queryIn(tx, INSERT, { ...binding, id: newId(), hash, grantId, scopes });
    return text;
  }

  /** The code that was issued for the request, or null if it has expired, was consumed, or its grant has ended. */
  async reissue(request: CodeSource): Promise<string | null> {
    const { text, hash } = this.codeOf(request);
    return (await this.database.query(IS_LIVE, { hash })).length > 0 ? text : null;
  }

  private codeOf({ id, sessionId, codeNonce }: CodeSource): MintedSecret {
    const hmac = createHmac('sha256', this.key).update(`isoc ${id} ${sessionId} `);
    return secretFrom('isoc', hmac.update(codeNonce).digest());
  }
}
