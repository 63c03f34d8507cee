import { Headers, Post, UseGuards } from '@nestjs/common';
import { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { Environment } from '../../../../platform/config/environment.js';
import { OAuthEndpoint } from '../../../../platform/http/surface.decorator.js';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { managedResponse } from './registration-response.js';
import { DynamicRegistration } from './dynamic-registration.service.js';
import { MetadataBody, MetadataGuard } from './json-object.js';
import type { MetadataDocument } from './metadata-members.js';

/** Open dynamic client registration (RFC 7591 §3). */
@OAuthEndpoint('oauth/register')
export class RegisterController {
  constructor(
    private readonly registration: DynamicRegistration,
    private readonly environment: Environment,
  ) {}

  @Post()
  @RateLimit('register')
  @UseGuards(MetadataGuard)
  async register(
    @MetadataBody() document: MetadataDocument,
    @Headers('authorization') authorization?: string,
  ): Promise<object> {
    // Initial access tokens are not issued, so any token sent is invalid.
    if (authorization !== undefined) {
      throw new OAuthError('invalid_token', 'Registration is open: send no Authorization header.');
    }
    const registered = await this.registration.register(document);
    return managedResponse(registered, this.environment.ISSUER_URL);
  }
}
