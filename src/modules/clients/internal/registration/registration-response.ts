import { DEFAULT_SCOPE } from '../../../scopes-and-roles/scope-catalogue.js';
import type { Client } from '../../client.js';
import type { RegisteredClient } from '../register-client.js';

/** Every member as stored, defaults included, and the secret for the only time (RFC 7591 §3.2.1). */
export const registrationResponse = ({ client, secret }: RegisteredClient): object => ({
  client_id: client.clientId,
  client_id_issued_at: Math.floor(client.createdAt.getTime() / 1_000),
  // Zero says that it does not expire.
  ...(secret === null ? {} : { client_secret: secret, client_secret_expires_at: 0 }),
  client_name: client.name,
  application_type: client.applicationType,
  redirect_uris: client.redirectUris,
  grant_types: client.grantTypes,
  response_types: ['code'],
  token_endpoint_auth_method: client.tokenEndpointAuthMethod,
  ...keysOf(client),
  scope: client.scope?.toString() ?? DEFAULT_SCOPE,
  id_token_signed_response_alg: client.idTokenSignedResponseAlg,
  subject_type: 'public',
  client_uri: client.clientUri ?? undefined,
  logo_uri: client.logoUri ?? undefined,
  tos_uri: client.tosUri ?? undefined,
  policy_uri: client.policyUri ?? undefined,
});

const keysOf = ({ jwks, jwksUri }: Client): object => ({
  ...(jwks && { jwks }),
  ...(jwksUri !== null && { jwks_uri: jwksUri }),
});
