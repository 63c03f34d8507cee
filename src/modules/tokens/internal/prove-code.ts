import { Injectable } from '@nestjs/common';
import { invalidGrant, OAuthError } from '../../../kernel/errors/oauth-error.js';
import { Database } from '../../../platform/database/database.js';
import { AuditLog } from '../../audit/audit-log.service.js';
import { AuthorizationCodes } from '../../grants/authorization-codes.service.js';
import type { IssuedCode } from '../../grants/issued-code.js';
import type { Client } from '../../clients/client.js';
import { BoundKeys } from './bound-keys.js';
import type { TokenRequest } from './grant-types/grant-type.js';
import { provesKey } from './proof-key.js';

/**
 * Finds the code of a request and checks that it is in the right hands: same client, same redirect URI, the
 * verifier of its challenge, the key it is bound to. Whether it is still there to be taken comes after: until then
 * nothing is spent, so that somebody who merely saw a code can neither use it nor do harm with it (OAuth 2.1 §7.5.3).
 */
@Injectable()
export class ProveCode {
  constructor(
    private readonly database: Database,
    private readonly codes: AuthorizationCodes,
    private readonly keys: BoundKeys,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @throws OAuthError `invalid_request` for a missing code, `invalid_dpop_proof` for the key when all else is right,
   * else `invalid_grant`, which is uniform unless the verifier is missing
   */
  async prove({ form, client, dpopJkt }: TokenRequest): Promise<IssuedCode> {
    const text = form.require('code');
    const verifier = form.get('code_verifier') ?? refuseMissingVerifier();
    const code = await this.codes.find(text);
    if (!code) throw invalidGrant('unknown code');
    if (code.clientId !== client.id) return this.refuseOtherClient(code, client);
    // May be absent (OAuth 2.1 §10.2); if sent, it is the very one of the authorization request.
    if ((form.get('redirect_uri') ?? code.redirectUri) !== code.redirectUri) {
      throw invalidGrant('redirect_uri differs');
    }
    if (!provesKey(verifier, code.codeChallenge)) return this.refuseProof(code, client);
    await this.keys.require(code.dpopJkt, dpopJkt, {
      actor: { kind: 'app', clientId: client.clientId, grantId: code.grantId },
      target: { kind: 'authorization_code', id: code.id },
    });
    return code;
  }

  private async refuseOtherClient({ id, grantId }: IssuedCode, client: Client): Promise<never> {
    await this.audit.recordRepeatable({
      type: 'token.client_mismatch',
      actor: { kind: 'app', clientId: client.clientId },
      target: { kind: 'authorization_code', id },
      context: { grant_id: grantId },
    });
    throw invalidGrant('code of another client');
  }

  private async refuseProof({ id, grantId }: IssuedCode, client: Client): Promise<never> {
    await this.database.transaction(async (tx) => {
      if (!(await this.codes.countFailedProof(tx, id))) return;
      await this.audit.record(tx, {
        type: 'code.proofs_exhausted',
        actor: { kind: 'app', clientId: client.clientId, grantId },
        target: { kind: 'authorization_code', id },
        outcome: 'refused',
      });
    });
    throw invalidGrant('wrong code_verifier');
  }
}

/**
 * Nothing does not fit the challenge either (RFC 7636 §4.6). The request alone shows it, whatever the code is worth,
 * so the description may say it. No proof was tried, so none is counted.
 */
function refuseMissingVerifier(): never {
  throw new OAuthError('invalid_grant', 'The parameter code_verifier is missing.');
}
