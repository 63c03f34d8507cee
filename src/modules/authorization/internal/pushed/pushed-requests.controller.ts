import { HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { invalidRequest } from '../../../../kernel/errors/oauth-error.js';
import { DpopProofs, type ShownProof } from '../../../../platform/dpop/dpop-proofs.service.js';
import { OAuthEndpoint } from '../../../../platform/http/surface.decorator.js';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { Form } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { ClientAuthentication } from '../../../clients/client-authentication.js';
import { PushRequest, type PushedAnswer } from './push-request.js';

/** The pushed authorization request endpoint (RFC 9126 §2). */
@OAuthEndpoint('oauth/par')
export class PushedRequestsController {
  constructor(
    private readonly authentication: ClientAuthentication,
    private readonly proofs: DpopProofs,
    private readonly request: PushRequest,
  ) {}

  @Post()
  @HttpCode(201)
  @RateLimit('par')
  async push(@Req() request: Request, @Form() form: StrictForm): Promise<PushedAnswer> {
    const proof = await this.proofs.read(request, 'authorization-server');
    const client = await this.authentication.introduce(request, form);
    if (proof) await this.proofs.consume(proof);
    return this.request.push(client, bindTo(proof, form));
  }
}

/**
 * A proof here binds the code to the key, like `dpop_jkt` in the request (RFC 9449 §10.1).
 * @throws OAuthError `invalid_request` if `dpop_jkt` names another key
 */
function bindTo(proof: ShownProof | null, form: StrictForm): StrictForm {
  if (!proof) return form;
  if ((form.get('dpop_jkt') ?? proof.thumbprint) !== proof.thumbprint) {
    throw invalidRequest('The dpop_jkt is not of the key that the DPoP header proves.');
  }
  return form.with('dpop_jkt', proof.thumbprint);
}
