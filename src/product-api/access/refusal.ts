import type { AppError } from '../../kernel/errors/app-error.js';
import { BearerError, type TokenScheme } from '../../kernel/errors/bearer-error.js';
import { ProblemError, type ProblemCode } from '../../kernel/errors/problem-error.js';
import type { ScopeSet } from '../../kernel/scope-set.js';
import { barTo, type ProjectBounds } from '../../modules/scopes-and-roles/effective-scopes.js';
import { isAppScope, type ProjectScope } from '../../modules/scopes-and-roles/scope-catalogue.js';

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
  [
    'tier',
    'denied_by_tier',
    'This app is not approved for this here. After a suspension, it works in the projects of its own organisation first.',
  ],
];

/** Why a request of an app that needs all of `required` is refused, or null. `effective`: the effective scopes. */
export function refusalOf(
  required: readonly ProjectScope[],
  effective: ScopeSet,
  bounds: ProjectBounds,
  scheme: TokenScheme,
): AppError | null {
  if (required.every((scope) => effective.has(scope))) return null;
  // Without a challenge: an app that asked for the scope would be told that there is none.
  if (!required.every(isAppScope)) return problemOf('insufficient_scope', TOKENS_ONLY, required);
  const barred = barredBy(required, bounds);
  if (barred) return barred;
  // Only a new consent can add the scope, so the challenge names all that the operation needs (RFC 6750 §3.1).
  const detail = 'The access granted does not cover this.';
  const scope = required.join(' ');
  return new BearerError('insufficient_scope', detail, { scope, schemes: [scheme] });
}

/** The same for an API token. Without a challenge: no consent adds a scope to one. */
export function tokenRefusalOf(
  required: readonly ProjectScope[],
  effective: ScopeSet,
  bounds: ProjectBounds,
): AppError | null {
  if (required.every((scope) => effective.has(scope))) return null;
  return barredBy(required, bounds) ?? problemOf('insufficient_scope', NOT_CHOSEN, required);
}

const TOKENS_ONLY = 'No app can have this scope. Only an API token can do this.';

const NOT_CHOSEN =
  'This API token was made without a scope that this needs. Scopes of a token never change: make another one.';

function barredBy(
  required: readonly ProjectScope[],
  bounds: ProjectBounds,
): ProblemError | undefined {
  const found = BARS.find(([bar]) => required.some((scope) => barTo(scope, bounds) === bar));
  return found && problemOf(found[1], found[2], required);
}

export const problemOf = (code: ProblemCode, detail: string, required: readonly ProjectScope[]) =>
  new ProblemError(code, detail, { members: { required_scope: required.join(' ') } });
