import type { Client } from './client.js';

/**
 * The metadata of a client as RFC 7591 §2 names it: every member as stored, defaults included. Reading it again gives the
 * same client.
 */
export const metadataOf = (client: Client): Record<string, unknown> =>
  withoutEmpty({
    client_name: client.name,
    application_type: client.applicationType,
    redirect_uris: client.redirectUris.length > 0 ? client.redirectUris : undefined,
    grant_types: client.grantTypes,
    token_endpoint_auth_method: client.tokenEndpointAuthMethod,
    jwks: client.jwks,
    jwks_uri: client.jwksUri,
    scope: client.scope?.toString(),
    id_token_signed_response_alg: client.idTokenSignedResponseAlg,
    dpop_bound_access_tokens: client.dpopBoundAccessTokens,
    require_pushed_authorization_requests: client.requirePushedAuthorizationRequests,
    client_uri: client.clientUri,
    logo_uri: client.logoUri,
    tos_uri: client.tosUri,
    policy_uri: client.policyUri,
  });

/** Without the members that are undefined or null. */
export const withoutEmpty = (members: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== null),
  );
