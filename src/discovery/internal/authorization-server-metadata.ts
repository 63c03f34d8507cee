import {
  ASSERTION_ALGORITHMS,
  AUTH_METHODS,
  GRANT_TYPES,
  ID_TOKEN_ALGORITHMS,
} from '../../modules/clients/client.js';
import { CLAIM_NAMES } from '../../modules/openid/user-claims.js';
import {
  ACCOUNT_SCOPE_NAMES,
  APP_SCOPE_NAMES,
} from '../../modules/scopes-and-roles/scope-catalogue.js';
import { PROOF_ALGORITHMS } from '../../platform/dpop/proof-algorithms.js';
import type { Environment } from '../../platform/config/environment.js';

/**
 * Authorization server metadata (RFC 8414 §2, OpenID Discovery §3). It lists only endpoints that work. Members whose
 * default would promise something else are always present.
 */
export const authorizationServerMetadata = ({
  ISSUER_URL: issuer,
  resources,
}: Pick<Environment, 'ISSUER_URL' | 'resources'>): object => ({
  issuer,
  authorization_endpoint: `${issuer}/oauth/authorize`,
  pushed_authorization_request_endpoint: `${issuer}/oauth/par`,
  require_pushed_authorization_requests: false,
  token_endpoint: `${issuer}/oauth/token`,
  registration_endpoint: `${issuer}/oauth/register`,
  revocation_endpoint: `${issuer}/oauth/revoke`,
  introspection_endpoint: `${issuer}/oauth/introspect`,
  userinfo_endpoint: `${issuer}/oauth/userinfo`,
  jwks_uri: `${issuer}/oauth/jwks`,
  scopes_supported: [...APP_SCOPE_NAMES, ...ACCOUNT_SCOPE_NAMES],
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  grant_types_supported: GRANT_TYPES,
  token_endpoint_auth_methods_supported: AUTH_METHODS,
  token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
  revocation_endpoint_auth_methods_supported: AUTH_METHODS,
  // Public clients cannot authenticate, so they may not introspect.
  introspection_endpoint_auth_methods_supported: AUTH_METHODS.filter((method) => method !== 'none'),
  introspection_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
  revocation_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
  dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
  client_id_metadata_document_supported: true,
  code_challenge_methods_supported: ['S256'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ID_TOKEN_ALGORITHMS,
  claims_supported: CLAIM_NAMES,
  claims_parameter_supported: false,
  request_parameter_supported: false,
  // Not about pushed requests; its default `true` would promise that any `request_uri` is fetched (OIDC-07).
  request_uri_parameter_supported: false,
  authorization_response_iss_parameter_supported: true,
  protected_resources: resources,
});
