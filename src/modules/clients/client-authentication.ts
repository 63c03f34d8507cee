import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { queryOf } from '../../platform/http/request-query.js';
import type { StrictForm } from '../../platform/http/strict-form.js';
import type { AuthenticatedClient } from './authenticated-client.js';
import { checkClientCredentials } from './internal/check-client-credentials.js';
import type { ClientEntity } from './internal/client.entity.js';
import { readClientCredentials, type ClientCredentials } from './internal/client-credentials.js';
import { ClientsRepository, toClient } from './internal/clients.repository.js';
import { ClientAssertions } from './internal/keys/client-assertions.service.js';
import { MetadataDocuments } from './internal/metadata-documents/metadata-documents.service.js';
import { isMetadataUrl } from './internal/metadata-url.js';

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
   * @throws OAuthError `invalid_client` (401) alike for an unknown client, a wrong secret or assertion and a method weaker
   * than the registered one; `invalid_request` if the request names no client or uses two methods
   */
  async authenticate(request: Request, form: StrictForm): Promise<AuthenticatedClient> {
    const credentials = credentialsOf(request, form);
    const stored = await this.repository.findByClientId(credentials.clientId);
    const row = checkClientCredentials(stored, credentials);
    const credential = await this.proven(row, credentials);
    if (credentials.secret !== undefined && row.authenticatedAt === null) {
      await this.repository.markAuthenticated(row.id);
    }
    return { ...toClient(row), credential };
  }

  /**
   * The same for the first request of a client, before any authorization request (RFC 9126 §2): its metadata document
   * is fetched, if needed.
   * @throws OAuthError like `authenticate`, and `invalid_request` if the document cannot be fetched or is invalid
   */
  async introduce(request: Request, form: StrictForm): Promise<AuthenticatedClient> {
    const { clientId } = credentialsOf(request, form);
    if (isMetadataUrl(clientId)) await this.documents.refresh(clientId);
    return this.authenticate(request, form);
  }

  /** The credential used; null if only the `client_id` was sent. */
  private async proven(
    row: ClientEntity,
    { assertion, secret }: ClientCredentials,
  ): Promise<Buffer | null> {
    if (assertion !== undefined) return this.assertions.verify(row, assertion);
    return secret === undefined ? null : row.secretHash;
  }
}

const credentialsOf = (request: Request, form: StrictForm): ClientCredentials =>
  readClientCredentials({
    authorization: request.headersDistinct.authorization ?? [],
    query: queryOf(request),
    form,
  });
