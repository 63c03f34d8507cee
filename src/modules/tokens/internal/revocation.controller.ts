import { HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { OAuthEndpoint } from '../../../platform/http/surface.decorator.js';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import { Form } from '../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../platform/http/strict-form.js';
import { ClientAuthentication } from '../../clients/client-authentication.js';
import { RevokeToken } from './revoke-token.js';

/** The revocation endpoint (RFC 7009). */
@OAuthEndpoint('oauth/revoke')
export class RevocationController {
  constructor(
    private readonly authentication: ClientAuthentication,
    private readonly tokens: RevokeToken,
  ) {}

  /** The same empty response for every token. */
  @Post()
  @HttpCode(200)
  @RateLimit('revoke')
  async revoke(@Req() request: Request, @Form() form: StrictForm): Promise<Record<string, never>> {
    const client = await this.authentication.authenticate(this.authentication.read(request, form));
    await this.tokens.revoke(form.require('token'), client);
    return {};
  }
}
