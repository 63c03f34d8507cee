import { Get, Header } from '@nestjs/common';
import { OAuthEndpoint } from '../../../platform/http/surface.decorator.js';
import { SigningKeys } from '../signing-keys.service.js';

/** The public keys that verify our ID tokens, as a JWK Set (RFC 7517 §5). */
@OAuthEndpoint('oauth/jwks')
export class JwksController {
  constructor(private readonly keys: SigningKeys) {}

  @Get()
  @Header('Cache-Control', 'public, max-age=300')
  async publish(): Promise<object> {
    return { keys: await this.keys.published() };
  }
}
