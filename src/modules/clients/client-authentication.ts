import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { queryOf } from '../../platform/http/request-query.js';
import type { StrictForm } from '../../platform/http/strict-form.js';
import { toAuthenticatedClient, type AuthenticatedClient } from './authenticated-client.js';
import type { Client } from './client.js';
import { isPublicClient } from './client-credential.js';
import { isLive } from './client-state.js';
import { invalidClient } from '../../kernel/errors/oauth-error.js';
import { hashSecret, mintSecret } from '../../kernel/secret.js';
import { checkClientCredentials } from './internal/check-client-credentials.js';
import { readClientCredentials, type ClientCredentials } from './internal/client-credentials.js';
import { ClientsRepository, toClient } from './internal/clients.repository.js';
import { ClientAssertions } from './internal/keys/client-assertions.service.js';
import { MetadataDocuments } from './internal/metadata-documents/metadata-documents.service.js';
import { isMetadataUrl } from './internal/metadata-url.js';
import { keyOfClientId, type ClientKey, type ShownClient } from './shown-client.js';

/** The client that a request names, and its credentials, not verified. */
export interface ClientClaim {
  readonly credentials: ClientCredentials;
  /** The values of `fromShownClient`. */
  readonly key: ClientKey;
}

/** Whether its verification may wait: for the keys of the client, and for the first use of the assertion. */
export const takesTime = ({ credentials }: Pick<ClientClaim, 'credentials'>): boolean =>
  credentials.assertion !== undefined;

/**
 * Client authentication at the token and revocation endpoints. Public clients are identified, confidential ones
 * authenticated.
 */
@Injectable()
export class ClientAuthentication {
  constructor(
    private readonly repository: ClientsRepository,
    private readonly assertions: ClientAssertions,
    private readonly documents: MetadataDocuments,
  ) {}

  /**
   * Reads the request, without a statement.
   * @throws OAuthError `invalid_request` if it names no client or uses two methods; `invalid_client` if they are
   * malformed
   */
  read(request: Request, form: StrictForm): ClientClaim {
    const credentials = readClientCredentials({
      authorization: request.headersDistinct.authorization ?? [],
      query: queryOf(request),
      form,
    });
    return { credentials, key: keyOfClientId(credentials.clientId) };
  }

  /**
   * Verifies the credentials. `stored`: the client that the claim names, as the caller's statement has read it.
   * @throws OAuthError `invalid_client` (401) alike for an unknown client, a wrong secret or assertion and a method
   * weaker than the registered one
   */
  async prove(
    { credentials }: Pick<ClientClaim, 'credentials'>,
    stored: ShownClient | null,
  ): Promise<AuthenticatedClient> {
    const client = checkClientCredentials(stored, credentials);
    const credential = await this.proven(client, credentials);
    if (credentials.secret !== undefined && credential && isUseOfNote(client, credential)) {
      await this.repository.markAuthenticated(client.id, credential);
    }
    return toAuthenticatedClient(client, credential);
  }

  /** The same with a statement of its own. @throws OAuthError as `prove` */
  async authenticate(claim: Pick<ClientClaim, 'credentials'>): Promise<AuthenticatedClient> {
    return this.prove(claim, await this.repository.findByClientId(claim.credentials.clientId));
  }

  /**
   * The same for the first request of a client, before any authorization request (RFC 9126 §2): its metadata document
   * is fetched, if needed.
   * @throws OAuthError like `prove`, and `invalid_request` if the document cannot be fetched or is invalid
   */
  async introduce(request: Request, form: StrictForm): Promise<Client> {
    const claim = this.read(request, form);
    const { clientId } = claim.credentials;
    if (isMetadataUrl(clientId)) await this.documents.refresh(clientId);
    const row = await this.repository.findByClientId(clientId);
    await this.prove(claim, row);
    if (!row) throw new Error('An unknown client was authenticated.');
    return toClient(row);
  }

  /**
   * For somebody who manages the client here, and has shown that by their session: no request authenticates a client in
   * this way. A confidential client gets a credential that nobody has, so that tokens which depend on one are not valid.
   * @throws OAuthError `invalid_client` unless the client may be used
   */
  async standIn({ clientId }: Pick<Client, 'clientId'>): Promise<AuthenticatedClient> {
    const stored = await this.repository.findByClientId(clientId);
    if (!stored || !isLive(stored)) throw invalidClient('no client that may be used');
    return toAuthenticatedClient(stored, isPublicClient(stored) ? null : mintSecret('iscs').hash);
  }

  /** The credential used; null if only the `client_id` was sent. */
  private async proven(
    client: ShownClient,
    { assertion, secret }: ClientCredentials,
  ): Promise<Buffer | null> {
    if (assertion !== undefined) return this.assertions.verify(client, assertion);
    return secret === undefined ? null : hashSecret(secret);
  }
}

const HOUR_MS = 3_600_000;

/** The first use of a secret, or the first for an hour: only these are stored. */
function isUseOfNote(client: ShownClient, secretHash: Buffer): boolean {
  if (client.authenticatedAt === null) return true;
  const isNewest = client.secretHash?.equals(secretHash) === true;
  const usedAt = isNewest ? client.secretUsedAt : client.olderSecretUsedAt;
  return usedAt === null || Date.now() - usedAt.getTime() > HOUR_MS;
}
