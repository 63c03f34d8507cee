import { DEFAULT_SCOPES } from '../../modules/scopes-and-roles/protected-resource.js';
import { PROOF_ALGORITHMS } from '../../platform/dpop/proof-algorithms.js';
import type { Environment } from '../../platform/config/environment.js';

type Addresses = Pick<Environment, 'ISSUER_URL' | 'apiResource' | 'mcpResource'>;

/** Metadata of the Product API: its authorization server and scopes (RFC 9728 §2). */
export const productApiMetadata = ({ ISSUER_URL, apiResource }: Addresses): object => ({
  ...describe(ISSUER_URL, apiResource, DEFAULT_SCOPES.api),
  resource_name: 'Product API',
});

/** The same for the MCP endpoint. */
export const mcpMetadata = ({ ISSUER_URL, mcpResource }: Addresses): object => ({
  ...describe(ISSUER_URL, mcpResource, DEFAULT_SCOPES.mcp),
  resource_name: MCP_NAME,
});

/**
 * For MCP clients that request the metadata of the origin only. The document's `resource` is the origin, as RFC 9728
 * §3.3 requires, and this server takes the origin as the MCP endpoint wherever a client sends it as `resource`.
 */
export const rootMetadata = ({ ISSUER_URL }: Addresses): object => ({
  ...describe(ISSUER_URL, ISSUER_URL, DEFAULT_SCOPES.mcp),
  resource_name: MCP_NAME,
});

const MCP_NAME = 'Tools for AI assistants';

/**
 * `scopes_supported` has what a client should request first (it steps up later); `offline_access` is advertised by the
 * authorization server.
 */
const describe = (issuer: string, resource: string, firstScope: string) => ({
  resource,
  authorization_servers: [issuer],
  scopes_supported: [firstScope],
  bearer_methods_supported: ['header'],
  dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
});
