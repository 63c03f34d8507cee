import { DEFAULT_SCOPES } from '../../modules/scopes-and-roles/protected-resource.js';
import { PROOF_ALGORITHMS } from '../../platform/dpop/proof-algorithms.js';
import type { Environment } from '../../platform/config/environment.js';

type Place = Pick<Environment, 'ISSUER_URL' | 'apiResource' | 'mcpResource'>;

/** Who guards the Product API, and how (RFC 9728 §2). */
export const productApiMetadata = ({ ISSUER_URL, apiResource }: Place): object => ({
  ...describe(ISSUER_URL, apiResource, DEFAULT_SCOPES.api),
  resource_name: 'Product API',
});

/** The same of the MCP endpoint. */
export const mcpMetadata = ({ ISSUER_URL, mcpResource }: Place): object => ({
  ...describe(ISSUER_URL, mcpResource, DEFAULT_SCOPES.mcp),
  resource_name: MCP_NAME,
});

/**
 * For MCP clients that look at the root of the origin alone. The document names the root, as it must (RFC 9728 §3.3),
 * and the root is taken for the MCP endpoint wherever somebody asks for it.
 */
export const rootMetadata = ({ ISSUER_URL }: Place): object => ({
  ...describe(ISSUER_URL, ISSUER_URL, DEFAULT_SCOPES.mcp),
  resource_name: MCP_NAME,
});

const MCP_NAME = 'Tools for AI assistants';

/**
 * `scopes_supported` is what a client should start with: it asks for more when it needs more, and `offline_access`
 * is the authorization server's to advertise.
 */
const describe = (issuer: string, resource: string, firstScope: string) => ({
  resource,
  authorization_servers: [issuer],
  scopes_supported: [firstScope],
  bearer_methods_supported: ['header'],
  dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
});
