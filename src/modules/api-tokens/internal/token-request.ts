import { notFound, ProblemError } from '../../../kernel/errors/problem-error.js';
import type { ScopeSet } from '../../../kernel/scope-set.js';
import type { Membership } from '../../projects/projects.service.js';
import type { Role } from '../../projects/role.js';
import { effectiveOfToken } from '../api-token-access.js';

const LONGEST_TITLE = 80;
const MOST_PROJECTS = 20;
const SHORTEST_SECONDS = 60;
const LONGEST_SECONDS = 5 * 366 * 86_400;

/** Controls, format characters and line separators hide or break a title in a list. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/u;

/** Who may make tokens. */
const MAKERS: readonly Role[] = ['owner', 'admin', 'developer'];

/** @throws ProblemError 400 */
export function readTitle(given: string): string {
  const title = given.trim();
  const { length } = [...title];
  if (length >= 1 && length <= LONGEST_TITLE && !HIDDEN.test(title)) return title;
  throw invalid(
    `The title needs 1 to ${String(LONGEST_TITLE)} characters, none of them invisible.`,
  );
}

/** @throws ProblemError 400 */
export function checkLife(seconds: number | null): void {
  const fits =
    seconds === null ||
    (Number.isSafeInteger(seconds) && seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS);
  if (!fits) throw invalid('An API token expires after one minute to five years, or not at all.');
}

/**
 * The creator's memberships in these projects, in which each scope is effective now.
 * @throws ProblemError 400, 404 for a project they are no member of, 403 for a role that may not make tokens or does not
 * have a scope
 */
export function membershipsFor(
  memberships: readonly Membership[],
  projectIds: readonly string[],
  scopes: ScopeSet,
): readonly Membership[] {
  const wanted = [...new Set(projectIds)];
  if (wanted.length === 0 || wanted.length > MOST_PROJECTS) {
    throw invalid(`An API token is for 1 to ${String(MOST_PROJECTS)} projects.`);
  }
  return wanted.map((id) => {
    const membership = memberships.find(({ project }) => project.id === id);
    if (!membership) throw notFound();
    requireCeiling(membership, scopes);
    return membership;
  });
}

function requireCeiling({ role, project }: Membership, scopes: ScopeSet): void {
  if (!MAKERS.includes(role)) {
    throw new ProblemError('insufficient_role', `In ${project.name}, your role makes no tokens.`);
  }
  const { withheld } = effectiveOfToken(scopes, role);
  if (withheld.length === 0) return;
  const beyond = withheld.map(({ scope }) => scope).join(', ');
  throw new ProblemError('insufficient_role', `In ${project.name}, your role lacks ${beyond}.`);
}

const invalid = (detail: string): ProblemError => new ProblemError('invalid_request', detail);
