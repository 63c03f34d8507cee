import { isScopeAt } from '../../../scopes-and-roles/protected-resource.js';
import {
  ACCOUNT_SCOPES,
  APP_SCOPE_NAMES,
  PROJECT_SCOPES,
  type AppScope,
} from '../../../scopes-and-roles/scope-catalogue.js';
import type { ScopeArea, ScopeEntry, Sensitivity } from '../../../scopes-and-roles/scope-entry.js';
import type { AppKind } from './app-kind.js';

/** A scope that the form offers. */
export interface OfferedScope {
  readonly name: string;
  readonly title: string;
  /** Completes "This app will be able to …". */
  readonly sentence: string;
  /** Null for scopes about the account of the person. */
  readonly sensitivity: Sensitivity | null;
}

export interface ScopeGroup {
  readonly area: ScopeArea | 'Account';
  readonly scopes: readonly OfferedScope[];
}

/** `offline_access` is granted with refresh tokens, which every app for people has. */
const ACCOUNT: readonly OfferedScope[] = (['openid', 'profile', 'email'] as const).map((name) => ({
  ...ACCOUNT_SCOPES[name],
  ...{ name, sensitivity: null },
}));

/** The scopes that an app of this kind may declare, in groups. A service acts for no person, and not for assistants. */
export function scopeGroups(kind: AppKind): ScopeGroup[] {
  const names = APP_SCOPE_NAMES.filter((name) => kind !== 'service' || isScopeAt('api', name));
  const areas = [...new Set(names.map((name) => entryOf(name).area))];
  const groups = areas.map((area) => ({
    area,
    scopes: names.filter((name) => entryOf(name).area === area).map(offered),
  }));
  return kind === 'service' ? groups : [{ area: 'Account', scopes: ACCOUNT }, ...groups];
}

const entryOf = (name: AppScope): ScopeEntry => PROJECT_SCOPES[name];

const offered = (name: AppScope): OfferedScope => ({
  ...PROJECT_SCOPES[name],
  name,
});

/** Scopes in projects: the consent page and the review show why the app asks for them. */
export const mayHaveReason = ({ sensitivity }: Pick<OfferedScope, 'sensitivity'>): boolean =>
  sensitivity !== null;

/** Those that need the sentence from the start. A review asks for it for every scope in projects. */
export const needsReason = ({ sensitivity }: Pick<OfferedScope, 'sensitivity'>): boolean =>
  sensitivity === 'sensitive' || sensitivity === 'restricted';

/** The name of the field for that sentence. */
export const reasonField = (scope: string): string => `reason:${scope}`;
