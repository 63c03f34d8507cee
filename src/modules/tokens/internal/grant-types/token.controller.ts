import { HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { DpopProofs, type ShownProof } from '../../../../platform/dpop/dpop-proofs.service.js';
import { invalidProof } from '../../../../platform/dpop/invalid-proof.js';
import { describeAppRequest } from '../../../../platform/http/app-request.js';
import { Form } from '../../../../platform/http/form-parameters.js';
import { OAuthEndpoint } from '../../../../platform/http/surface.decorator.js';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import type { AuthenticatedClient } from '../../../clients/authenticated-client.js';
import { ClientAuthentication, takesTime } from '../../../clients/client-authentication.js';
import { AuthorizationCodeGrantType } from './authorization-code.grant-type.js';
import { ClientCredentialsGrantType } from './client-credentials.grant-type.js';
import { requireRegistered, type GrantType, type TokenResponse } from './grant-type.js';
import { RefreshTokenGrantType } from './refresh-token.grant-type.js';
import { TokenFaults } from './token-faults.js';

/**
 * The token endpoint (OAuth 2.1 §3.2). Does what is common to all grant types: client authentication and the DPoP
 * proof.
 */
@OAuthEndpoint('oauth/token')
export class TokenController {
  private readonly grantTypes: readonly GrantType[];

  constructor(
    private readonly authentication: ClientAuthentication,
    private readonly proofs: DpopProofs,
    private readonly faults: TokenFaults,
    code: AuthorizationCodeGrantType,
    refresh: RefreshTokenGrantType,
    service: ClientCredentialsGrantType,
  ) {
    this.grantTypes = [code, refresh, service];
  }

  @Post()
  @HttpCode(200)
  @RateLimit('token')
  async issue(@Req() request: Request, @Form() form: StrictForm): Promise<TokenResponse> {
    const type = this.requireGrantType(form.require('grant_type'));
    // Before client authentication, whose assertion is single-use and may be needed again with a new nonce.
    const proof = await this.proofs.read(request, 'authorization-server');
    const claim = this.authentication.read(request, form);
    describe(request, claim.key.shownClientId, false);
    // What is redeemed is read last, so that its state is not older than a fetch of keys or a wait for other statements.
    const found = proof || takesTime(claim) ? null : await type.find(form, claim.key);
    const client = found
      ? await this.authentication.prove(claim, found.client)
      : await this.authentication.authenticate(claim);
    describe(request, client.id, true);
    requireRegistered(client, type);
    const dpopJkt = await this.consume(proof, client);
    const redeemable = found ?? (await type.find(form, claim.key));
    const asked = { request, grantType: type.name, access: redeemable.ownAccess };
    const fault = await this.faults.simulate(asked);
    // What was read before a wait is not redeemed after it.
    const { redeem } = fault === 'slow' ? await type.find(form, claim.key) : redeemable;
    return redeem({ form, client, dpopJkt, fault });
  }

  /** `password` and all others are not supported. */
  private requireGrantType(asked: string): GrantType {
    const type = this.grantTypes.find(({ name }) => name === asked);
    if (type) return type;
    throw new OAuthError('unsupported_grant_type', 'This grant type is not offered here.');
  }

  private async consume(
    proof: ShownProof | null,
    client: AuthenticatedClient,
  ): Promise<string | null> {
    if (proof) {
      await this.proofs.consume(proof);
      return proof.thumbprint;
    }
    if (!client.dpopBoundAccessTokens) return null;
    throw invalidProof(
      'The app registered for tokens that are bound to a key: send a DPoP header.',
    );
  }
}

/** For the app's log. A client that only named itself is not proven. */
function describe(request: Request, clientId: string | null, isProven: boolean): void {
  if (clientId !== null) describeAppRequest(request, { clientId, isProven });
}
