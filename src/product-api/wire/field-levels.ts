import type { ScopeSet } from '../../kernel/scope-set.js';

/** How much of a contact an access shows. Each level shows what the one before it does. */
const LEVELS = ['none', 'basic', 'full'] as const;
export type FieldLevel = (typeof LEVELS)[number];

/** The level that a set of effective scopes opens. */
export function levelOf(scopes: ScopeSet): FieldLevel {
  if (scopes.has('audience.full:read')) return 'full';
  return scopes.has('audience.basic:read') ? 'basic' : 'none';
}

/** Whether `level` shows what needs `needed`. */
export const shows = (level: FieldLevel, needed: FieldLevel): boolean =>
  LEVELS.indexOf(level) >= LEVELS.indexOf(needed);
