import fc from 'fast-check';
import { ScopeSet } from '../../../../src/kernel/scope-set.js';
import { ROLES } from '../../../../src/modules/projects/role.js';
import { PROJECT_SCOPE_NAMES } from '../../../../src/modules/scopes-and-roles/scope-catalogue.js';
import { effectiveIn } from '../../../../src/modules/tokens/project-effect.js';
import type { Access, VerifiedProject } from '../../../../src/modules/tokens/verified-access.js';
import { TIERS } from '../../../../src/modules/verification/app-verification.js';

const set = (...scopes: string[]) => new ScopeSet(scopes);

const project = (changes: Partial<VerifiedProject> = {}): VerifiedProject => ({
  id: 'p',
  name: 'Summer Shop',
  kind: 'live',
  plan: 'pro',
  appPolicy: 'open',
  role: 'owner',
  organisationId: 'o',
  grantedScopes: set('segments:read', 'audience:list'),
  requestedScopes: set('segments:read', 'audience:list'),
  ...changes,
});

const access = (
  scopes: ScopeSet,
  client: Partial<Access['client']> = {},
  narrowed = false,
): Pick<Access, 'scopes' | 'narrowed' | 'client'> => ({
  scopes,
  narrowed,
  client: {
    id: 'c',
    clientId: 'app_c',
    isRestoring: false,
    name: 'Example App',
    organisationId: null,
    tier: 'verified',
    approvedScopes: set('segments:read', 'audience:list', 'sms:send'),
    ...client,
  },
});

describe('what an access allows in a project', () => {
  const both = access(set('segments:read', 'audience:list', 'offline_access'));

  it('is what was granted, account scopes apart', () => {
    expect(effectiveIn(both, project())).toEqual({
      scopes: set('segments:read', 'audience:list'),
      withheld: [],
    });
  });

  it.each([
    ['plan', project({ plan: 'free' }), ['segments:read', 'audience:list']],
    ['role', project({ role: 'viewer' }), ['audience:list']],
    ['policy', project({ appPolicy: 'closed' }), ['segments:read', 'audience:list']],
    ['person', project({ grantedScopes: set('segments:read') }), ['audience:list']],
  ] as const)('is less, for the reason “%s”', (reason, given, withheld) => {
    expect(effectiveIn(both, given).withheld).toEqual(withheld.map((scope) => ({ scope, reason })));
  });

  it('is less for an app whose approval shrank', () => {
    const app = access(both.scopes, { approvedScopes: set('segments:read') });
    expect(effectiveIn(app, project()).withheld).toEqual([
      { scope: 'audience:list', reason: 'tier' },
    ]);
  });

  it('is everything only in the organisation of a development app', () => {
    const app = access(set('audience:delete'), { tier: 'development', organisationId: 'o' });
    const granted = {
      grantedScopes: set('audience:delete'),
      requestedScopes: set('audience:delete'),
    };
    expect(effectiveIn(app, project(granted)).scopes).toEqual(set('audience:delete'));
    const elsewhere = project({ ...granted, organisationId: 'x' });
    expect(effectiveIn(app, elsewhere).withheld).toEqual([
      { scope: 'audience:delete', reason: 'tier' },
    ]);
  });

  it('names what was left out at consent, though the token does not carry it', () => {
    const given = project({ role: 'viewer', grantedScopes: set('segments:read') });
    expect(effectiveIn(access(set('segments:read')), given)).toEqual({
      scopes: set('segments:read'),
      withheld: [{ scope: 'audience:list', reason: 'role' }],
    });
  });

  it('does not call withheld what the app itself left out at a refresh', () => {
    const narrowed = access(set('segments:read'), {}, true);
    const given = project({ grantedScopes: set('segments:read') });
    expect(effectiveIn(narrowed, given).withheld).toEqual([]);
  });

  it('does not give an older token what a later consent added', () => {
    expect(effectiveIn(access(set('segments:read')), project()).scopes).toEqual(
      set('segments:read'),
    );
  });

  it('never exceeds token, grant or a wider role, whatever comes together (REF-06, REF-07, D12)', () => {
    const scopes = fc.subarray(PROJECT_SCOPE_NAMES as string[]).map((list) => new ScopeSet(list));
    fc.assert(
      fc.property(
        fc.record({ token: scopes, granted: scopes, requested: scopes, approved: scopes }),
        fc.constantFrom(...ROLES),
        fc.constantFrom(...TIERS),
        fc.boolean(),
        ({ token, granted, requested, approved }, role, tier, narrowed) => {
          const app = access(token, { tier, approvedScopes: approved }, narrowed);
          const given = { grantedScopes: granted, requestedScopes: requested };
          const { scopes: found } = effectiveIn(app, project({ ...given, role }));
          expect(token.includes(found)).toBe(true);
          expect(granted.includes(found)).toBe(true);
          const asOwner = effectiveIn(app, project({ ...given, role: 'owner' })).scopes;
          expect(asOwner.includes(found)).toBe(true);
        },
      ),
    );
  });

  it('is never widened by a narrowing (B8, REF-06)', () => {
    const scopes = fc.subarray(PROJECT_SCOPE_NAMES as string[]).map((list) => new ScopeSet(list));
    fc.assert(
      fc.property(
        fc.record({ token: scopes, named: scopes, granted: scopes, requested: scopes }),
        fc.constantFrom(...ROLES),
        ({ token, named, granted, requested }, role) => {
          const app = { tier: 'verified' as const, approvedScopes: token };
          const given = project({ role, grantedScopes: granted, requestedScopes: requested });
          const narrow = effectiveIn(access(token.intersect(named), app, true), given).scopes;
          expect(effectiveIn(access(token, app), given).scopes.includes(narrow)).toBe(true);
          expect(named.includes(narrow)).toBe(true);
        },
      ),
    );
  });
});
