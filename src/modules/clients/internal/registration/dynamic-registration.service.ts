import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import { ClientsRepository } from '../clients.repository.js';
import { RegisterClient, type RegisteredClient } from '../register-client.js';
import { readAppearance } from './appearance.js';
import { checkResponseTypes, readAuthMethod, readGrantTypes } from './flow.js';
import { readIdTokenAlgorithm } from './id-token.js';
import type { MetadataDocument } from './metadata-members.js';
import { readAddresses } from './redirect-uris.js';
import { readRegisteredScope } from './registered-scope.js';

/** Beyond this many clients that nobody ever let in, the oldest go. Nobody is refused because others were many. */
const MOST_NEVER_APPROVED = 5_000;

/** Apps that register themselves (RFC 7591). They know nothing and are trusted with nothing. */
@Injectable()
export class DynamicRegistration {
  constructor(
    private readonly database: Database,
    private readonly registerClient: RegisterClient,
    private readonly repository: ClientsRepository,
  ) {}

  /** @throws OAuthError `invalid_redirect_uri` or `invalid_client_metadata`, saying what to mend */
  async register(document: MetadataDocument): Promise<RegisteredClient> {
    checkResponseTypes(document);
    const registration = {
      origin: 'dynamic' as const,
      organisationId: null,
      ...readAddresses(document),
      ...readAuthMethod(document),
      ...readAppearance(document),
      grantTypes: readGrantTypes(document),
      idTokenSignedResponseAlg: readIdTokenAlgorithm(document),
      scope: readRegisteredScope(document)?.toArray() ?? null,
    };
    return this.database.transaction(async (tx) => {
      const registered = await this.registerClient.execute(tx, registration);
      await this.repository.evictNeverApproved(tx, MOST_NEVER_APPROVED);
      return registered;
    });
  }
}
