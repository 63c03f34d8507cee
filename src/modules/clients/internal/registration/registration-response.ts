import { DEFAULT_SCOPES } from '../../../scopes-and-roles/protected-resource.js';
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
  scope: client.scope?.toString() ?? WITHOUT_SCOPE,
  id_token_signed_response_alg: client.idTokenSignedResponseAlg,
  subject_type: 'public',
  dpop_bound_access_tokens: client.dpopBoundAccessTokens,
  require_pushed_authorization_requests: client.requirePushedAuthorizationRequests,
  client_uri: client.clientUri ?? undefined,
  logo_uri: client.logoUri ?? undefined,
  tos_uri: client.tosUri ?? undefined,
  policy_uri: client.policyUri ?? undefined,
});

/** What such a client gets at each resource (RFC 7591 §2). */
const WITHOUT_SCOPE = Object.values(DEFAULT_SCOPES).join(' ');

const keysOf = ({ jwks, jwksUri }: Client): object => ({
  ...(jwks && { jwks }),
  ...(jwksUri !== null && { jwks_uri: jwksUri }),
});
