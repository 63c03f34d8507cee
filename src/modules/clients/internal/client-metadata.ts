import type { ClientEntity } from './client.entity.js';

/** What a client says of itself (RFC 7591 §2), however it came in. Nothing else of its row is theirs to say. */
export const METADATA = [
  'name',
  'applicationType',
  'tokenEndpointAuthMethod',
  'authMethodDefaulted',
  'redirectUris',
  'grantTypes',
  'scope',
  'idTokenSignedResponseAlg',
  'dpopBoundAccessTokens',
  'requirePushedAuthorizationRequests',
  'clientUri',
  'logoUri',
  'tosUri',
  'policyUri',
  'jwks',
  'jwksUri',
] as const satisfies readonly (keyof ClientEntity)[];

export type ClientMetadata = Pick<ClientEntity, (typeof METADATA)[number]>;
