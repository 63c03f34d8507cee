import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { OAuthError } from '../../../kernel/errors/oauth-error.js';
import { DpopProofs, type ShownProof } from '../../../platform/dpop/dpop-proofs.service.js';
import { invalidProof } from '../../../platform/dpop/invalid-proof.js';
import type { StrictForm } from '../../../platform/http/strict-form.js';
import type { Client } from '../../clients/client.js';
import { ClientAuthentication } from '../../clients/client-authentication.js';
import { AuthorizationCodeGrantType } from './grant-types/authorization-code.grant-type.js';
import { ClientCredentialsGrantType } from './grant-types/client-credentials.grant-type.js';
import type { GrantType, TokenRequest } from './grant-types/grant-type.js';
import { RefreshTokenGrantType } from './grant-types/refresh-token.grant-type.js';

/** What to do about a token request, and everything about it that does not depend on that: whose it is, which key it proves. */
@Injectable()
export class TokenRequests {
  /** A new one is a file beside those three and a parameter here. */
  private readonly grantTypes: readonly GrantType[];

  constructor(
    private readonly authentication: ClientAuthentication,
    private readonly proofs: DpopProofs,
    code: AuthorizationCodeGrantType,
    refresh: RefreshTokenGrantType,
    service: ClientCredentialsGrantType,
  ) {
    this.grantTypes = [code, refresh, service];
  }

  /** @throws OAuthError `unsupported_grant_type`: `password` and all the others that are not offered */
  requireGrantType(form: StrictForm): GrantType {
    const asked = form.require('grant_type');
    const type = this.grantTypes.find(({ name }) => name === asked);
    if (type) return type;
    throw new OAuthError('unsupported_grant_type', 'This grant type is not offered here.');
  }

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
