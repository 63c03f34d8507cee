import { Injectable } from '@nestjs/common';
import { mintSecret } from '../../../../kernel/secret.js';
import { RegisterClient } from '../register-client.js';
import type { ManagedClient } from './registration-response.js';
import type { MetadataDocument } from './metadata-members.js';
import { readRegistration } from './read-registration.js';

/** Dynamic client registration (RFC 7591), open and unauthenticated. */
@Injectable()
export class DynamicRegistration {
  constructor(private readonly registerClient: RegisterClient) {}

  /** @throws OAuthError `invalid_redirect_uri` or `invalid_client_metadata`, with the reason */
  async register(document: MetadataDocument): Promise<ManagedClient> {
    const metadata = readRegistration(document);
    const { text: registrationToken, hash } = mintSecret('isrg');
    const registered = await this.registerClient.execute(null, {
      ...{ origin: 'dynamic', metadata },
      registrationTokenHash: hash,
    });
    return { ...registered, registrationToken };
  }
}
