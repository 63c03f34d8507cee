import { hash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { invalidGrant, OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { Database } from '../../../../platform/database/database.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import { AuthorizationCodes, type ShownCode } from './authorization-codes.js';
import type { TokenRequest } from './grant-type.js';
import { factsOf, ShownSecrets } from './shown-secrets.js';

/** RFC 7636 §4.1: 43 to 128 unreserved characters. */
const VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/;

/**
 * Checks that the client of a request may redeem its code: client, redirect URI, code verifier, and the key it is bound
 * to. Expiry and consumption are checked later: until then nothing is consumed, so that somebody who
 * saw a code can neither use it nor invalidate it (OAuth 2.1 §7.5.3).
 */
@Injectable()
export class ProveCode {
  constructor(
    private readonly database: Database,
    private readonly codes: AuthorizationCodes,
    private readonly secrets: ShownSecrets,
    private readonly audit: AuditLog,
  ) {}

  /**
   * `code`: as found; null if there is none.
   * @throws OAuthError `invalid_request` for a missing code, `invalid_dpop_proof` for the key when all else is right,
   * else `invalid_grant`, which is uniform unless the verifier is missing
   */
  async prove(request: TokenRequest, code: ShownCode | null): Promise<ShownCode> {
    const { form } = request;
    form.require('code');
    const verifier = form.get('code_verifier') ?? refuseMissingVerifier();
    if (!code) throw invalidGrant('unknown code');
    await this.secrets.requireClient(code, request);
    // Optional (OAuth 2.1 §10.2); if sent, it must equal that of the authorization request.
    if ((form.get('redirect_uri') ?? code.redirectUri) !== code.redirectUri) {
      throw invalidGrant('redirect_uri differs');
    }
    if (!provesKey(verifier, code.codeChallenge)) return this.refuseProof(code);
    await this.secrets.requireKey(code, request);
    return code;
  }

  private async refuseProof(code: ShownCode): Promise<never> {
    await this.database.transaction(async (tx) => {
      if (!(await this.codes.countFailedProof(tx, code.id))) return;
      const exhausted = { ...factsOf(code), type: 'code.proofs_exhausted' } as const;
      await this.audit.record(tx, { ...exhausted, outcome: 'refused' });
    });
    throw invalidGrant('wrong code_verifier');
  }
}

/** Whether the S256 `challenge` is that of `verifier` (RFC 7636 §4.6). */
function provesKey(verifier: string, challenge: string): boolean {
  if (!VERIFIER.test(verifier)) return false;
  const given = Buffer.from(hash('sha256', verifier, 'base64url'));
  const expected = Buffer.from(challenge);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * A missing verifier does not match either (RFC 7636 §4.6). It is visible in the request alone, so the description may
 * say it. No proof was tried, so none is counted.
 */
function refuseMissingVerifier(): never {
  throw new OAuthError('invalid_grant', 'The parameter code_verifier is missing.');
}
