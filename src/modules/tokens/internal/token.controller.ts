import { HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { OAuthEndpoint } from '../../../platform/http/surface.decorator.js';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import { Form } from '../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../platform/http/strict-form.js';
import type { TokenResponse } from './grant-types/token-response.js';
import { TokenRequests } from './token-requests.js';

/** The token endpoint (OAuth 2.1 §3.2). */
@OAuthEndpoint('oauth/token')
export class TokenController {
  constructor(private readonly requests: TokenRequests) {}

  @Post()
  @HttpCode(200)
  @RateLimit('token')
  async issue(@Req() request: Request, @Form() form: StrictForm): Promise<TokenResponse> {
    const type = this.requests.requireGrantType(form);
    return type.redeem(await this.requests.admit(request, form, type));
  }
}
