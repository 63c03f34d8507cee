import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../../platform/database/database.js';
import type { ClientEntity } from '../client.entity.js';
import { ClientsRepository, toClient } from '../clients.repository.js';
import { DescribeClient } from '../describe-client.js';
import { ClientLifeCycle } from '../life-cycle/client-life-cycle.service.js';
import type { MetadataDocument } from '../registration/metadata-members.js';
import { readRegistration } from '../registration/read-registration.js';
import type { ManagedClient } from '../registration/registration-response.js';
import { RegistrationTokens } from '../registration/registration-tokens.js';
import { secretAfter } from '../secret-after.js';
import { checkReplacement } from './replacement.js';

/**
 * The registration, and the token that proves the right to manage it. `clientId` is the UUID; null if there is none.
 */
export interface ManagementKey {
  readonly clientId: string | null;
  readonly token: string;
}

/** Client configuration (RFC 7592). Every method throws a BearerError for an invalid token. */
@Injectable()
export class RegistrationManagement {
  constructor(
    private readonly database: Database,
    private readonly tokens: RegistrationTokens,
    private readonly repository: ClientsRepository,
    private readonly describeClient: DescribeClient,
    private readonly lifeCycle: ClientLifeCycle,
  ) {}

  read(key: ManagementKey): Promise<ManagedClient> {
    return this.database.transaction(async (tx) => {
      const { row, registrationToken } = await this.open(tx, key);
      return { ...managed(row, registrationToken), secret: null };
    });
  }

  /**
   * Replaces all metadata: omitted members get their defaults (§2.2). A refusal changes nothing, also not the token.
   * @throws OAuthError `invalid_redirect_uri` or `invalid_client_metadata`
   */
  replace(key: ManagementKey, document: MetadataDocument): Promise<ManagedClient> {
    return this.database.transaction(async (tx) => {
      const { row, registrationToken } = await this.open(tx, key);
      checkReplacement(document, row);
      const metadata = readRegistration(document);
      const { secret, secretHash } = secretAfter(row, metadata);
      const actor = { kind: 'app', clientId: row.id } as const;
      const after = await this.describeClient.execute(tx, row, { metadata, secretHash, actor });
      return { ...managed(after, registrationToken), secret };
    });
  }

  /**
   * Deletes the client (§2.3): from this transaction on its id, its secret and all its tokens are invalid, since each
   * is checked through this row. Its grants are closed by the job that is queued.
   */
  async remove(key: ManagementKey): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { row } = await this.open(tx, key);
      await this.lifeCycle.delete(tx, row.id, { kind: 'app', clientId: row.id });
    });
  }

  private async open(
    tx: EntityManager,
    { clientId, token }: ManagementKey,
  ): Promise<{ row: ClientEntity; registrationToken: string }> {
    const registrationToken = await this.tokens.rotate(tx, clientId, token);
    return { row: await this.repository.getIn(tx, clientId ?? ''), registrationToken };
  }
}

const managed = (row: ClientEntity, registrationToken: string): Omit<ManagedClient, 'secret'> => ({
  client: toClient(row),
  claimedName: row.claimedName,
  registrationToken,
});
