import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import { RegisterClient } from '../register-client.js';
import type { ManagedClient } from './registration-response.js';
import { RegistrationTokens } from './registration-tokens.js';
import type { MetadataDocument } from './metadata-members.js';
import { readRegistration } from './read-registration.js';

/** Dynamic client registration (RFC 7591), open and unauthenticated. */
@Injectable()
export class DynamicRegistration {
  constructor(
    private readonly database: Database,
    private readonly registerClient: RegisterClient,
    private readonly tokens: RegistrationTokens,
  ) {}

  /** @throws OAuthError `invalid_redirect_uri` or `invalid_client_metadata`, with the reason */
  async register(document: MetadataDocument): Promise<ManagedClient> {
    const metadata = readRegistration(document);
    return this.database.transaction(async (tx) => {
      const registered = await this.registerClient.execute(tx, { origin: 'dynamic', metadata });
      const registrationToken = await this.tokens.issue(tx, registered.client.id);
      return { ...registered, registrationToken };
    });
  }
}
