import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { mintSecret } from '../../../../kernel/secret.js';
import { Database } from '../../../../platform/database/database.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import { changedIdentity } from '../changed-identity.js';
import { ClientEntity } from '../client.entity.js';
import { toClient } from '../clients.repository.js';
import { ClientLifeCycle } from '../life-cycle/client-life-cycle.service.js';
import { NameRules } from '../names/name-rules.service.js';
import type { MetadataDocument } from '../registration/metadata-members.js';
import { readRegistration, type Registration } from '../registration/read-registration.js';
import type { ManagedClient } from './managed-client.js';
import { RegistrationTokens } from './registration-tokens.js';
import { checkReplacement, saysTheSame } from './replacement.js';

/** Which registration, and what proves that the caller may manage it. `clientId` is the UUID; null if there is none. */
export interface ManagementKey {
  readonly clientId: string | null;
  readonly token: string;
}

/** What the developer of a dynamic client may do with it (RFC 7592). Every method throws a BearerError for a wrong key. */
@Injectable()
export class RegistrationManagement {
  constructor(
    private readonly database: Database,
    private readonly tokens: RegistrationTokens,
    private readonly names: NameRules,
    private readonly lifeCycle: ClientLifeCycle,
    private readonly audit: AuditLog,
  ) {}

  read(key: ManagementKey): Promise<ManagedClient> {
    return this.database.transaction(async (tx) => {
      const { row, registrationToken } = await this.open(tx, key);
      return { ...managed(row, registrationToken), secret: null };
    });
  }

  /**
   * Replaces everything the client said of itself: what is left out gets its default (§2.2). A refusal changes
   * nothing, the token included.
   * @throws OAuthError `invalid_redirect_uri` or `invalid_client_metadata`
   */
  replace(key: ManagementKey, document: MetadataDocument): Promise<ManagedClient> {
    return this.database.transaction(async (tx) => {
      const { row, registrationToken } = await this.open(tx, key);
      checkReplacement(document, row);
      const described = readRegistration(document);
      const settled = await this.names.settle(tx, described.name, described.redirectUris);
      const registration = { ...described, ...settled };
      const { secret, ...credentials } = credentialsAfter(row, registration);
      const after = { ...row, ...registration, ...credentials };
      // The same once more is a look, and leaves no more behind than one.
      if (saysTheSame(after, row)) return { ...managed(row, registrationToken), secret };
      const changed = changedIdentity(row, registration);
      await tx.update(ClientEntity, row.id, {
        ...registration,
        ...credentials,
        // Decisions about the app from before count no more for new consents (CIMD-14).
        ...(changed.length > 0 && {
          identityVersion: () => 'identity_version + 1',
          protectedName: null,
        }),
      });
      await this.record(tx, 'client.changed', after, { changed });
      return { ...managed(after, registrationToken), secret };
    });
  }

  /**
   * Ends the client for good (§2.3): from this transaction on neither its id nor its secret nor any of its tokens
   * works, for every one of them is checked through this row. Its grants are closed by the job that goes along.
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
    const query = tx.createQueryBuilder(ClientEntity, 'client').where('client.id = :clientId');
    const row = await query.setParameters({ clientId }).getOneOrFail();
    return { row, registrationToken };
  }

  private record(
    tx: EntityManager,
    type: 'client.changed' | 'client.deleted',
    { id, name, redirectUris }: ClientEntity,
    more: { readonly changed?: readonly string[] },
  ): Promise<void> {
    return this.audit.record(tx, {
      type,
      actor: { kind: 'app', clientId: id },
      target: { kind: 'client', id },
      context: { name, redirect_uris: redirectUris, ...more },
    });
  }
}

const managed = (row: ClientEntity, registrationToken: string): Omit<ManagedClient, 'secret'> => ({
  client: toClient(row),
  claimedName: row.claimedName,
  registrationToken,
});

type Credentials = Pick<ClientEntity, 'secretHash' | 'authenticatedAt'>;

/** The secret stays while the method needs one. Only a client that had none gets one now, and sees it once. */
function credentialsAfter(
  { secretHash, authenticatedAt }: Credentials,
  { tokenEndpointAuthMethod: method }: Registration,
): Credentials & { readonly secret: string | null } {
  if (!method.startsWith('client_secret_')) {
    return { secretHash: null, authenticatedAt: null, secret: null };
  }
  if (secretHash !== null) return { secretHash, authenticatedAt, secret: null };
  const { hash, text } = mintSecret('iscs');
  return { secretHash: hash, authenticatedAt: null, secret: text };
}
