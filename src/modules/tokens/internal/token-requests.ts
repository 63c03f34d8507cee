import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { OAuthError } from '../../../kernel/errors/oauth-error.js';
import { DpopProofs, type ShownProof } from '../../../platform/dpop/dpop-proofs.service.js';
import { invalidProof } from '../../../platform/dpop/invalid-proof.js';
import type { StrictForm } from '../../../platform/http/strict-form.js';
import type { Client } from '../../clients/client.js';
import { ClientAuthentication } from '../../clients/client-authentication.js';
import type { GrantType, TokenRequest } from './grant-types/grant-type.js';

/** Everything about a token request that does not depend on its grant type: whose it is, and which key it proves. */
@Injectable()
export class TokenRequests {
  constructor(
    private readonly authentication: ClientAuthentication,
    private readonly proofs: DpopProofs,
  ) {}

  /** @throws OAuthError */
  async admit(request: Request, form: StrictForm, { name }: GrantType): Promise<TokenRequest> {
    // Before the client's own proof, which is good once and may be needed again for a new nonce.
    const proof = await this.proofs.read(request, 'authorization-server');
    const client = await this.authentication.authenticate(request, form);
    if (!client.grantTypes.includes(name)) {
      throw new OAuthError('unauthorized_client', 'The app is not registered for this grant type.');
    }
    return { form, client, dpopJkt: await this.take(proof, client) };
  }

  private async take(proof: ShownProof | null, client: Client): Promise<string | null> {
    if (proof) {
      await this.proofs.take(proof);
      return proof.thumbprint;
    }
    if (!client.dpopBoundAccessTokens) return null;
    throw invalidProof(
      'The app registered for tokens that are bound to a key: send a DPoP header.',
    );
  }
}
