import { Header, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { OAuthEndpoint } from '../../../../platform/http/oauth-endpoint.decorator.js';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { Form, type StrictForm } from '../../../../platform/http/strict-form.js';
import { ClientAuthentication } from '../../../clients/client-authentication.js';
import { PushRequest, type PushedAnswer } from './push-request.js';

/** The pushed authorization request endpoint (RFC 9126 §2). */
@OAuthEndpoint('oauth/par')
export class PushedRequestsController {
  constructor(
    private readonly authentication: ClientAuthentication,
    private readonly request: PushRequest,
  ) {}

  @Post()
  @HttpCode(201)
  @Header('Cache-Control', 'no-store')
  @RateLimit('par')
  async push(@Req() request: Request, @Form() form: StrictForm): Promise<PushedAnswer> {
    const client = await this.authentication.introduce(request, form);
    return this.request.push(client, form);
  }
}
