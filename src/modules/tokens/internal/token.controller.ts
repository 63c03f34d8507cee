import { Header, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { OAuthError } from '../../../kernel/errors/oauth-error.js';
import { OAuthEndpoint } from '../../../platform/http/oauth-endpoint.decorator.js';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import { Form, type StrictForm } from '../../../platform/http/strict-form.js';
import { ClientAuthentication } from '../../clients/client-authentication.js';
import { GrantTypes } from './grant-types/grant-types.js';
import type { TokenResponse } from './token-response.js';

/** The token endpoint (OAuth 2.1 §3.2). */
@OAuthEndpoint('oauth/token')
export class TokenController {
  constructor(
    private readonly authentication: ClientAuthentication,
    private readonly grantTypes: GrantTypes,
  ) {}

  @Post()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @RateLimit('token')
  async issue(@Req() request: Request, @Form() form: StrictForm): Promise<TokenResponse> {
    const type = this.grantTypes.require(form.require('grant_type'));
    const client = await this.authentication.authenticate(request, form);
    if (!client.grantTypes.includes(type.name)) {
      throw new OAuthError('unauthorized_client', 'The app is not registered for this grant type.');
    }
    return type.redeem({ form, client });
  }
}
