import { ScopeSet } from '../../../../src/kernel/scope-set.js';
import type { AppPolicy } from '../../../../src/modules/projects/app-policy.js';
import { ROLES } from '../../../../src/modules/projects/role.js';
import {
  PROJECT_SCOPE_NAMES,
  PROJECT_SCOPES,
} from '../../../../src/modules/scopes-and-roles/scope-catalogue.js';
import {
  TIERS,
  type AppVerification,
  type Tier,
} from '../../../../src/modules/verification/app-verification.js';
import {
  mayBeApprovedBy,
  policyAllows,
  tierAllowance,
} from '../../../../src/modules/verification/tier-allowance.js';

const approvedScopes = new ScopeSet(['project:read', 'segments:read', 'sms:send']);
const verificationAt = (tier: Tier): AppVerification => ({
  tier,
  approvedScopes,
  verifiedDomain: null,
});
const INSIDE_AND_OUTSIDE = [true, false];

/** Restricted, and bounded by ceilings and test numbers. */
const BOUNDED = ['sms:send', 'campaigns:send', 'automations:activate'];

/** decisions §5, one line per tier: what is allowed inside the own organisation, and outside. */
const ALLOWED: Record<Tier, { inside: string; outside: string }> = {
  self_registered: { inside: 'standard sensitive', outside: 'standard sensitive' },
  development: { inside: 'standard sensitive restricted', outside: 'standard sensitive bounded' },
  verified: { inside: 'approved', outside: 'approved' },
  listed: { inside: 'approved', outside: 'approved' },
};

const cases = TIERS.flatMap((tier) =>
  INSIDE_AND_OUTSIDE.map((own) => ({
    tier,
    own,
    allowed: ALLOWED[tier][own ? 'inside' : 'outside'],
  })),
);

describe('what the tier of an app allows', () => {
  it.each(cases)('is "$allowed" for $tier, own organisation: $own', ({ tier, own, allowed }) => {
    for (const scope of PROJECT_SCOPE_NAMES) {
      const expected =
        allowed === 'approved'
          ? approvedScopes.has(scope)
          : allowed.split(' ').includes(PROJECT_SCOPES[scope].sensitivity ?? 'of no app') ||
            (allowed.includes('bounded') && BOUNDED.includes(scope));
      expect([scope, tierAllowance(verificationAt(tier), own).has(scope)]).toEqual([
        scope,
        expected,
      ]);
    }
  });

  it('never holds a restricted scope that no ceiling bounds for an app nobody reviewed, outside of its organisation (C3)', () => {
    for (const tier of ['self_registered', 'development'] as const) {
      const scopes = tierAllowance(verificationAt(tier), false).toArray();
      const restricted = PROJECT_SCOPE_NAMES.filter(
        (scope) =>
          PROJECT_SCOPES[scope].sensitivity === 'restricted' &&
          (tier === 'self_registered' || !BOUNDED.includes(scope)),
      );
      expect(scopes.filter((scope) => (restricted as string[]).includes(scope))).toEqual([]);
    }
  });

  it('is nothing for a tier that does not exist', () => {
    expect(tierAllowance(verificationAt('trusted' as Tier), true).isEmpty).toBe(true);
    expect(mayBeApprovedBy(verificationAt('trusted' as Tier), true, 'developer')).toBe(false);
    expect(policyAllows('verified-only', 'trusted' as Tier)).toBe(false);
  });
});

describe('who may let an app in', () => {
  const everybody = [...ROLES];
  const expected: Record<Tier, { inside: string[]; outside: string[] }> = {
    self_registered: { inside: ['owner', 'admin'], outside: ['owner', 'admin'] },
    development: { inside: everybody, outside: ['owner', 'admin'] },
    verified: { inside: everybody, outside: everybody },
    listed: { inside: everybody, outside: everybody },
  };

  it.each(cases)('depends on the role for $tier, own organisation: $own (D14)', ({ tier, own }) => {
    const roles = ROLES.filter((role) => mayBeApprovedBy(verificationAt(tier), own, role));
    expect(roles).toEqual(expected[tier][own ? 'inside' : 'outside']);
  });
});

describe('the app policy of a project', () => {
  it.each<[AppPolicy, readonly Tier[]]>([
    ['open', TIERS],
    ['verified-only', ['verified', 'listed']],
    ['closed', []],
    ['anything else' as AppPolicy, []],
  ])('"%s" lets in %j', (policy, tiers) => {
    expect(TIERS.filter((tier) => policyAllows(policy, tier))).toEqual(tiers);
  });
});
