import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import { ClientLifeCycle } from '../life-cycle/client-life-cycle.service.js';
import { RegisterClient } from '../register-client.js';
import type { ManagedClient } from './registration-response.js';
import { RegistrationTokens } from './registration-tokens.js';
import type { MetadataDocument } from './metadata-members.js';
import { readRegistration } from './read-registration.js';

/** Beyond this many clients that nobody ever let in, the oldest retire. Nobody is refused because others were many. */
const MOST_NEVER_APPROVED = 5_000;

/** Apps that register themselves (RFC 7591). They know nothing and are trusted with nothing. */
@Injectable()
export class DynamicRegistration {
  constructor(
    private readonly database: Database,
    private readonly registerClient: RegisterClient,
    private readonly lifeCycle: ClientLifeCycle,
    private readonly tokens: RegistrationTokens,
  ) {}

  /** @throws OAuthError `invalid_redirect_uri` or `invalid_client_metadata`, saying what to mend */
  async register(document: MetadataDocument): Promise<ManagedClient> {
    const metadata = readRegistration(document);
    return this.database.transaction(async (tx) => {
      const registered = await this.registerClient.execute(tx, { origin: 'dynamic', metadata });
      const registrationToken = await this.tokens.issue(tx, registered.client.id);
      await this.lifeCycle.retireSurplus(tx, MOST_NEVER_APPROVED);
      return { ...registered, registrationToken };
    });
  }
}
