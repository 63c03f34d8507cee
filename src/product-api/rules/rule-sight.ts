import type { ScopeSet } from '../../kernel/scope-set.js';
import type { ProjectScope } from '../../modules/scopes-and-roles/scope-catalogue.js';
import { dataPrivacy } from '../access/data-privacy.js';
import { LEVEL_SCOPES, levelOf, shows, type FieldLevel } from '../wire/field-levels.js';
import { comparisonsOf, leavesOf } from './internal/walk-rule.js';
import type { Leaf, Rule } from './rule.js';

/** The lowest level that shows everything which the rule compares. */
export function levelOfRule(rule: Rule): FieldLevel {
  return comparisonsOf(rule)
    .map(({ term }) => term.level)
    .reduce((highest, level) => (shows(highest, level) ? highest : level), 'none');
}

/** Who counts or lists contacts by a rule learns what it compares. Scopes besides those of the level. */
const SCOPES = {
  ...{ comparison: null, event: 'events:read' },
  ...{ segment: 'segments:read', message: 'sms:read' },
} as const satisfies Record<Leaf['kind'], ProjectScope | null>;

/** @throws ProblemError 403 unless a caller with these scopes sees what has this level */
export function checkLevel(level: FieldLevel, scopes: ScopeSet): void {
  const needed = LEVEL_SCOPES[level];
  if (needed === null || shows(levelOf(scopes), level)) return;
  throw dataPrivacy(`To see what has these values needs ${needed}.`, [needed]);
}

/** @throws ProblemError 403 unless a caller with these scopes may see what the rule compares */
export function checkSight(rule: Rule, scopes: ScopeSet): void {
  const level = levelOfRule(rule);
  const needed = new Set([
    ...(shows(levelOf(scopes), level) ? [] : [LEVEL_SCOPES[level]]),
    ...leavesOf(rule).map(({ kind }) => SCOPES[kind]),
  ]);
  const missing = [...needed]
    .filter((scope) => scope !== null)
    .filter((scope) => !scopes.has(scope));
  if (missing.length === 0) return;
  throw dataPrivacy(`The rule compares what needs ${missing.join(', ')}.`, missing);
}
