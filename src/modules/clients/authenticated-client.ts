import type { Client } from './client.js';
import type { ShownClient } from './shown-client.js';
import { wireClientId } from './wire-client-id.js';

/** An authenticated client, and its credential. */
export interface AuthenticatedClient extends Pick<
  Client,
  | 'id'
  | 'clientId'
  | 'applicationType'
  | 'tokenEndpointAuthMethod'
  | 'grantTypes'
  | 'idTokenSignedResponseAlg'
  | 'dpopBoundAccessTokens'
  | 'identityVersion'
> {
  /**
   * Hash of the secret, or thumbprint of the key (RFC 7638, SHA-256), that it proved; null for a public client. Tokens
   * that depend on the credential end with it: `hasCredential`.
   */
  readonly credential: Buffer | null;
}

export const toAuthenticatedClient = (
  client: ShownClient,
  credential: Buffer | null,
): AuthenticatedClient => ({
  id: client.id,
  clientId: wireClientId(client),
  applicationType: client.applicationType,
  tokenEndpointAuthMethod: client.tokenEndpointAuthMethod,
  grantTypes: client.grantTypes,
  idTokenSignedResponseAlg: client.idTokenSignedResponseAlg,
  dpopBoundAccessTokens: client.dpopBoundAccessTokens,
  identityVersion: client.identityVersion,
  credential,
});
