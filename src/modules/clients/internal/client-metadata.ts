import type { ClientEntity } from './client.entity.js';

/** Client metadata (RFC 7591 §2), the same for every origin. A client can set no other column of its row. */
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
