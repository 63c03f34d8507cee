import { BearerError } from '../../../src/kernel/errors/bearer-error.js';
import { ProblemError } from '../../../src/kernel/errors/problem-error.js';
import { ScopeSet } from '../../../src/kernel/scope-set.js';
import { isUsable, refusalIn } from '../../../src/mcp/tools/admission.js';
import type { ToolDemand } from '../../../src/mcp/tools/tool.js';
import { ROLES, type Role } from '../../../src/modules/projects/role.js';
import { ROLES_OF_SCOPE } from '../../../src/modules/scopes-and-roles/role-ceilings.js';
import {
  APP_SCOPE_NAMES,
  isMcpScope,
  type ApiScope,
  type AppScope,
} from '../../../src/modules/scopes-and-roles/scope-catalogue.js';
import type {
  VerifiedAccess,
  VerifiedProject,
} from '../../../src/modules/tokens/verified-access.js';

const BOTH = new ScopeSet(['mcp:read', 'mcp']);
const API_SCOPES = APP_SCOPE_NAMES.filter((name): name is ApiScope & AppScope => !isMcpScope(name));

const demand = (changes: Partial<ToolDemand> = {}): ToolDemand => ({
  name: 'look_up',
  scope: 'mcp:read',
  needs: [],
  inProject: true,
  ...changes,
});

const projectOf = (role: Role, granted = BOTH): VerifiedProject =>
  ({
    id: 'p',
    plan: 'pro',
    appPolicy: 'open',
    role,
    organisationId: 'o',
    grantedScopes: granted,
    requestedScopes: granted,
  }) as VerifiedProject;

const accessWith = (scopes: ScopeSet, ...projects: VerifiedProject[]): VerifiedAccess =>
  ({
    scopes,
    narrowed: true,
    client: { tier: 'verified', approvedScopes: BOTH, organisationId: null },
    projects,
  }) as unknown as VerifiedAccess;

const judge = (role: Role, asked: Partial<ToolDemand>, scopes = BOTH, granted = BOTH) =>
  refusalIn(accessWith(scopes), projectOf(role, granted), demand(asked));

describe('whether a tool works in a project', () => {
  it.each(API_SCOPES)(
    'follows the role, for a tool that needs %s, at every call (F5, RS-05)',
    (scope) => {
      for (const role of ROLES) {
        const refusal = judge(role, { needs: [scope] });
        if (ROLES_OF_SCOPE[scope].includes(role)) expect(refusal).toBeNull();
        else expect((refusal as ProblemError).code).toBe('insufficient_role');
        expect(refusal).not.toBeInstanceOf(BearerError);
      }
    },
  );

  it('takes every scope that the tool needs of the role', () => {
    const needs = ['segments:read', 'audience:delete'] as const;
    expect(judge('admin', { needs })).toBeNull();
    expect((judge('viewer', { needs }) as ProblemError).code).toBe('insufficient_role');
  });

  it('takes the scope that lets tools change something, and asks for it by name (MCP-05)', () => {
    const onlyRead = new ScopeSet(['mcp:read']);
    for (const refusal of [
      judge('owner', { scope: 'mcp' }, onlyRead),
      judge('owner', { scope: 'mcp' }, BOTH, onlyRead),
    ]) {
      expect(refusal).toBeInstanceOf(BearerError);
      expect((refusal as BearerError).scope).toBe('mcp');
    }
    expect(judge('owner', { scope: 'mcp' })).toBeNull();
  });

  it('is never a matter of the scopes of the Product API that somebody may have granted', () => {
    const api = new ScopeSet(['segments:read', 'project:read']);
    expect(judge('owner', { needs: ['segments:read'] }, api, api)).not.toBeNull();
  });

  it('decides whether it is listed: it is if it works in one project at least', () => {
    const needs = ['audience:read'] as const;
    const [viewer, analyst] = [projectOf('viewer'), projectOf('analyst')];
    expect(isUsable(accessWith(BOTH, viewer), demand({ needs }))).toBe(false);
    expect(isUsable(accessWith(BOTH, viewer, analyst), demand({ needs }))).toBe(true);
    expect(isUsable(accessWith(BOTH), demand({ inProject: false }))).toBe(true);
  });
});
