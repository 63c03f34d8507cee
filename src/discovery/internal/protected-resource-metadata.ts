import { DEFAULT_SCOPES } from '../../modules/scopes-and-roles/protected-resource.js';
import { PROOF_ALGORITHMS } from '../../platform/dpop/proof-algorithms.js';
import type { Environment } from '../../platform/config/environment.js';

/**
 * Who guards the Product API, and how (RFC 9728 §2). `scopes_supported` is what a client should start with: it
 * asks for more when it needs more, and `offline_access` is the authorization server's to advertise.
 */
export const productApiMetadata = ({
  ISSUER_URL: issuer,
  apiResource,
}: Pick<Environment, 'ISSUER_URL' | 'apiResource'>): object => ({
  resource: apiResource,
  authorization_servers: [issuer],
  scopes_supported: [DEFAULT_SCOPES.api],
  bearer_methods_supported: ['header'],
  dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
  resource_name: 'Product API',
});
