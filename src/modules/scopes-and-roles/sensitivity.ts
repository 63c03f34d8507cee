import { ScopeSet } from '../../kernel/scope-set.js';
import { APP_SCOPE_NAMES, isAppScope, PROJECT_SCOPES } from './scope-catalogue.js';
import type { Sensitivity } from './scope-entry.js';

/** Every project scope of the given classes. */
export const scopesOfSensitivity = (...classes: readonly Sensitivity[]): ScopeSet =>
  new ScopeSet(
    APP_SCOPE_NAMES.filter((scope) => classes.includes(PROJECT_SCOPES[scope].sensitivity)),
  );

/** The most scopes for an app without a review. */
export const UNREVIEWED_SCOPES = scopesOfSensitivity('standard', 'sensitive');

/** The scope lets an app read and changes, sends and deletes nothing. */
export const isReading = (scope: string): boolean => /:(?:read|list)$/.test(scope);

/** Spending and deleting, for which the sign-in must be recent. */
export const isRestricted = (scope: string): boolean =>
  isAppScope(scope) && PROJECT_SCOPES[scope].sensitivity === 'restricted';
