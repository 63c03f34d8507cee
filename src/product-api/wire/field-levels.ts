import type { ScopeSet } from '../../kernel/scope-set.js';
import type { ProjectScope } from '../../modules/scopes-and-roles/scope-catalogue.js';

/** How much of a contact a caller sees. Each level includes the one before it. */
const LEVELS = ['none', 'basic', 'full'] as const;
export type FieldLevel = (typeof LEVELS)[number];

/** The scope that each level needs. */
export const LEVEL_SCOPES = {
  ...{ none: null, basic: 'audience.basic:read', full: 'audience.full:read' },
} as const satisfies Record<FieldLevel, ProjectScope | null>;

/** The level of a set of effective scopes. */
export function levelOf(scopes: ScopeSet): FieldLevel {
  if (scopes.has('audience.full:read')) return 'full';
  return scopes.has('audience.basic:read') ? 'basic' : 'none';
}

/** Whether `level` shows a field of level `needed`. */
export const shows = (level: FieldLevel, needed: FieldLevel): boolean =>
  LEVELS.indexOf(level) >= LEVELS.indexOf(needed);
