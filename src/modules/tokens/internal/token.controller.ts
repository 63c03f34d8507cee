import { HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { OAuthEndpoint } from '../../../platform/http/surface.decorator.js';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import { Form } from '../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../platform/http/strict-form.js';
import { GrantTypes } from './grant-types/grant-types.js';
import { TokenRequests } from './token-requests.js';
import type { TokenResponse } from './token-response.js';

/** The token endpoint (OAuth 2.1 §3.2). */
@OAuthEndpoint('oauth/token')
export class TokenController {
  constructor(
    private readonly requests: TokenRequests,
    private readonly grantTypes: GrantTypes,
  ) {}

  @Post()
  @HttpCode(200)
  @RateLimit('token')
  async issue(@Req() request: Request, @Form() form: StrictForm): Promise<TokenResponse> {
    const type = this.grantTypes.require(form.require('grant_type'));
    return type.redeem(await this.requests.admit(request, form, type));
  }
}
