import { Get, Header } from '@nestjs/common';
import type { JWK } from 'jose';
import { FixedAnswer } from '../../../platform/http/fixed-answers.js';
import { OAuthEndpoint } from '../../../platform/http/surface.decorator.js';
import { SigningKeys } from '../signing-keys.service.js';

/** The public keys that verify our ID tokens, as a JWK Set (RFC 7517 §5). */
@OAuthEndpoint('oauth/jwks')
export class JwksController {
  private document: { readonly keys: readonly JWK[] } = { keys: [] };

  constructor(private readonly keys: SigningKeys) {}

  /** Another object only when the keys are others. */
  @Get()
  @FixedAnswer()
  @Header('Cache-Control', 'public, max-age=300')
  async publish(): Promise<object> {
    const keys = await this.keys.published();
    if (this.document.keys !== keys) this.document = { keys };
    return this.document;
  }
}
