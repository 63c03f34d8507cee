import { ScopeSet } from '../../kernel/scope-set.js';
import type { Plan } from '../projects/plan.js';
import type { Role } from '../projects/role.js';
import { ceilingOf } from './role-ceilings.js';

/** Why a requested scope is withheld; `person`: deselected at consent. */
export type WithheldReason = 'plan' | 'role' | 'policy' | 'tier' | 'person';

export interface WithheldScope {
  readonly scope: string;
  readonly reason: WithheldReason;
}

/** All current limits on access to one project, beside what was granted. */
export interface ProjectBounds {
  readonly role: Role;
  /** Null for an API token: a member's own program, which is no connected app. */
  readonly app: AppBounds | null;
}

/** All current limits on an app in one project. */
export interface AppBounds {
  readonly plan: Plan;
  /** Whether the project's policy allows this app. */
  readonly policyAllows: boolean;
  /** The scopes that the app's tier allows in this project. */
  readonly tierAllowance: ScopeSet;
}

export interface EffectiveScopes {
  readonly scopes: ScopeSet;
  readonly withheld: readonly WithheldScope[];
}

/**
 * `asked ∩ granted ∩ plan ∩ role ∩ policy ∩ tier`, of an API token `asked ∩ role`, with a reason for each scope
 * withheld. The only function that intersects scopes and roles: guard, consent page and token response call it.
 */
export function effectiveScopes(
  asked: ScopeSet,
  granted: ScopeSet,
  bounds: ProjectBounds,
): EffectiveScopes {
  const scopes: string[] = [];
  const withheld: WithheldScope[] = [];
  for (const scope of asked) {
    const reason = barTo(scope, bounds) ?? (granted.has(scope) ? null : 'person');
    if (reason === null) scopes.push(scope);
    else withheld.push({ scope, reason });
  }
  return { scopes: withheld.length === 0 ? asked : new ScopeSet(scopes), withheld };
}

/** What refuses a scope whatever was granted, in order of precedence; null if nothing does. */
export function barTo(
  scope: string,
  { role, app }: ProjectBounds,
): Exclude<WithheldReason, 'person'> | null {
  if (app?.plan === 'free') return 'plan';
  if (!ceilingOf(role).has(scope)) return 'role';
  if (app === null) return null;
  if (!app.policyAllows) return 'policy';
  return app.tierAllowance.has(scope) ? null : 'tier';
}
