import { DEFAULT_SCOPES } from '../../../scopes-and-roles/protected-resource.js';
import { metadataOf } from '../../metadata-of.js';
import type { RegisteredClient } from '../register-client.js';

/** A client as returned to its developer, with its new registration access token, returned only now. */
export interface ManagedClient extends RegisteredClient {
  readonly registrationToken: string;
}

/** The response with the client configuration endpoint (RFC 7592 §3). */
export const managedResponse = (managed: ManagedClient, issuer: string): object => ({
  ...clientInformation(managed),
  registration_client_uri: `${issuer}/oauth/register/${managed.client.clientId}`,
  registration_access_token: managed.registrationToken,
});

/** Every member as stored, defaults included, and the secret, returned this once (RFC 7591 §3.2.1). */
const clientInformation = ({ client, secret, claimedName }: RegisteredClient): object => ({
  client_id: client.clientId,
  client_id_issued_at: Math.floor(client.createdAt.getTime() / 1_000),
  // Zero says that it does not expire.
  ...(secret === null ? {} : { client_secret: secret, client_secret_expires_at: 0 }),
  ...metadataOf(client),
  client_name: claimedName ?? client.name,
  response_types: ['code'],
  scope: client.scope?.toString() ?? WITHOUT_SCOPE,
  subject_type: 'public',
});

/** The default scopes of such a client at each resource (RFC 7591 §2). */
const WITHOUT_SCOPE = Object.values(DEFAULT_SCOPES).join(' ');
