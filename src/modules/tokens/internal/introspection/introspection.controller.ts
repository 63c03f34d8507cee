import { HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { OAuthEndpoint } from '../../../../platform/http/surface.decorator.js';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { Form } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { IntrospectToken, type Introspection } from './introspect-token.js';
import { IntrospectionCallers } from './introspection-caller.js';

/** The introspection endpoint (RFC 7662). */
@OAuthEndpoint('oauth/introspect', 'oauth-backend')
export class IntrospectionController {
  constructor(
    private readonly callers: IntrospectionCallers,
    private readonly tokens: IntrospectToken,
  ) {}

  @Post()
  @HttpCode(200)
  @RateLimit('introspect')
  introspect(@Req() request: Request, @Form() form: StrictForm): Promise<Introspection> {
    return this.tokens.introspect(form, this.callers.read(request, form));
  }
}
