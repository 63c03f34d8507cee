import { ScopeSet } from '../../../src/kernel/scope-set.js';
import { refusalIn } from '../../../src/mcp/tools/admission.js';
import { TOOLS } from '../../../src/mcp/tools/tool-box.js';
import type { Tool } from '../../../src/mcp/tools/tool.js';
import { PROJECT_SCOPE_NAMES } from '../../../src/modules/scopes-and-roles/scope-catalogue.js';
import type {
  VerifiedAccess,
  VerifiedProject,
} from '../../../src/modules/tokens/verified-access.js';
import { redactedAt } from '../../../src/product-api/audience/contact.js';
import { LEVEL_SCOPES } from '../../../src/product-api/wire/field-levels.js';
import { findProductRoutes } from '../../support/guard-matrix/find-routes.js';

/** Tools hold their services for later calls only. */
const toolOf = (type: (typeof TOOLS)[number]): Tool =>
  new (type as unknown as new (service: object) => { readonly tool: Tool })({}).tool;

/** Whether an owner can use the tool with this scope alone. */
function opens(scope: string, tool: Tool): boolean {
  const scopes = new ScopeSet([scope]);
  const client = { tier: 'verified', approvedScopes: scopes, organisationId: null };
  const bounds = { role: 'owner', plan: 'pro', appPolicy: 'open', id: 'p', organisationId: 'o' };
  const project = { ...bounds, grantedScopes: scopes, requestedScopes: scopes };
  const access = { scopes, narrowed: true, client } as unknown as VerifiedAccess;
  return refusalIn(access, project as unknown as VerifiedProject, tool) === null;
}

describe('every scope that people are asked for', () => {
  const required = new Set<string>(findProductRoutes().flatMap(({ scopes = [] }) => scopes));
  const tools = TOOLS.map(toolOf).filter(({ inProject }) => inProject);
  const isLevel = (scope: string) => (Object.values(LEVEL_SCOPES) as unknown[]).includes(scope);

  it.each(PROJECT_SCOPE_NAMES)('%s opens a route or a tool, or shows fields', (scope) => {
    const openedTools = tools.filter((tool) => opens(scope, tool));
    expect(required.has(scope) || openedTools.length > 0 || isLevel(scope)).toBe(true);
  });

  it('shows fields of contacts with each level', () => {
    expect(redactedAt('none').length).toBeGreaterThan(redactedAt('basic').length);
    expect(redactedAt('basic').length).toBeGreaterThan(redactedAt('full').length);
  });
});
