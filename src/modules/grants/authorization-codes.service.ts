import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ScopeSet } from '../../kernel/scope-set.js';
import { hashSecret, hasSecretShape } from '../../kernel/secret.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import type { IssuedCode } from './issued-code.js';
import { raceVerdict, type Loss } from './race-verdict.js';

const FIND = statement(
  'authorization-code.find',
  `SELECT c.id, c.grant_id AS "grantId", c.client_id AS "clientId", c.redirect_uri AS "redirectUri",
     c.code_challenge AS "codeChallenge", c.scopes, c.nonce, c.auth_time AS "authTime",
     c.dpop_jkt AS "dpopJkt", c.refreshable AND coalesce(c.created_at >= g.refreshable_since, false) AS refreshable, c.identity_version AS "identityVersion"
   FROM authorization_codes c
   JOIN grants g ON g.id = c.grant_id AND g.revoked_at IS NULL AND g.expires_at > now()
   WHERE c.code_hash = $1`,
);
// Five wrong proofs spend the code, so that its verifier cannot be guessed at leisure.
const COUNT_FAILED_PROOF = statement(
  'authorization-code.count-failed-proof',
  `UPDATE authorization_codes SET failed_proofs = failed_proofs + 1,
     consumed_at = CASE WHEN failed_proofs + 1 >= 5 THEN clock_timestamp() END
   WHERE id = $1 AND consumed_at IS NULL
   RETURNING consumed_at IS NOT NULL AS spent`,
);
const CONSUME = statement(
  'authorization-code.consume',
  `WITH taken AS (
     UPDATE authorization_codes SET consumed_at = clock_timestamp()
     WHERE id = $1 AND consumed_at IS NULL AND expires_at > now() RETURNING id
   )
   SELECT EXISTS (SELECT FROM taken) AS won, consumed_at IS NULL AS "lostInFlight"
   FROM authorization_codes WHERE id = $1`,
);
const judgeLoser = raceVerdict('authorization-code', 'authorization_codes');

/** Authorization codes as the token endpoint needs them (RFC 6749 §4.1.3). */
@Injectable()
export class AuthorizationCodes {
  constructor(private readonly database: Database) {}

  /** Null for anything that is not a code of ours, or whose grant has ended. */
  async find(code: string): Promise<IssuedCode | null> {
    if (!hasSecretShape('isoc', code)) return null;
    const [row] = await this.database.query<Omit<IssuedCode, 'scopes'> & { scopes: string[] }>(
      FIND,
      [hashSecret(code)],
    );
    return row ? { ...row, scopes: new ScopeSet(row.scopes) } : null;
  }

  /** Notes a wrong proof. True if that was the last one the code bore. */
  async countFailedProof(tx: EntityManager, codeId: string): Promise<boolean> {
    const [row] = await this.database.queryIn<{ spent: boolean }>(tx, COUNT_FAILED_PROOF, [codeId]);
    return row?.spent === true;
  }

  /** Takes the code for good, in one statement: of any number of callers exactly one wins. */
  async consume(tx: EntityManager, codeId: string): Promise<'won' | Loss> {
    const [taken] = await this.database.queryIn<{ won: boolean; lostInFlight: boolean }>(
      tx,
      CONSUME,
      [codeId],
    );
    if (!taken) return 'expired';
    if (taken.won) return 'won';
    return judgeLoser(this.database, tx, codeId, taken.lostInFlight);
  }
}
