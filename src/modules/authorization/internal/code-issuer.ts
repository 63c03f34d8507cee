import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../kernel/ids.js';
import type { ScopeSet } from '../../../kernel/scope-set.js';
import { mintSecret } from '../../../kernel/secret.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';

/** What a code is bound to, besides its grant (OAuth 2.1 §4.1.2). */
export interface CodeBinding {
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
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, now() + interval '60 seconds')`,
);

@Injectable()
export class CodeIssuer {
  constructor(private readonly database: Database) {}

  /** Mints a code of 60 seconds and returns it in clear; only its hash is kept. */
  async issue(tx: EntityManager, grantId: string, binding: CodeBinding): Promise<string> {
    const { text, hash } = mintSecret('isoc');
    await this.database.queryIn(tx, INSERT, [
      ...[newId(), hash, grantId, binding.clientId, binding.redirectUri],
      ...[binding.codeChallenge, binding.scopes.toArray()],
      ...[binding.nonce, binding.authTime, binding.dpopJkt],
      ...[binding.refreshable, binding.identityVersion],
    ]);
    return text;
  }
}
