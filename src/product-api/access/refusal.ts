import type { AppError } from '../../kernel/errors/app-error.js';
import { BearerError, type TokenScheme } from '../../kernel/errors/bearer-error.js';
import { ProblemError, type ProblemCode } from '../../kernel/errors/problem-error.js';
import type { ScopeSet } from '../../kernel/scope-set.js';
import { barTo, type ProjectBounds } from '../../modules/scopes-and-roles/effective-scopes.js';
import type { ProjectScope } from '../../modules/scopes-and-roles/scope-catalogue.js';

type Bar = Exclude<ReturnType<typeof barTo>, null>;

/** In order of precedence. None has a challenge, since a new consent would not help (RS-05). */
const BARS: readonly (readonly [Bar, ProblemCode, string])[] = [
  ['plan', 'plan_required', 'The plan of this project does not include connected apps.'],
  [
    'role',
    'insufficient_role',
    'The role behind this access, in this project, does not allow this.',
  ],
  ['policy', 'denied_by_policy', 'This project does not let this app in.'],
  ['tier', 'denied_by_tier', 'This app is not approved for this.'],
];

/** Why a request that needs all of `required` is refused, or null. `effective`: the effective scopes. */
export function refusalOf(
  required: readonly ProjectScope[],
  effective: ScopeSet,
  bounds: ProjectBounds,
  scheme: TokenScheme,
): AppError | null {
  if (required.every((scope) => effective.has(scope))) return null;
  const all = required.join(' ');
  for (const [bar, code, detail] of BARS) {
    if (required.some((scope) => barTo(scope, bounds) === bar)) {
      return new ProblemError(code, detail, { members: { required_scope: all } });
    }
  }
  // Only a new consent can add the scope, so the challenge names all that the operation needs (RFC 6750 §3.1).
  const detail = 'The access granted does not cover this.';
  return new BearerError('insufficient_scope', detail, { scope: all, schemes: [scheme] });
}
