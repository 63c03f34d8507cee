import {
  EVERY_APP_SCOPE,
  PROJECT_SCOPES,
  type ProjectScope,
} from '../../scopes-and-roles/scope-catalogue.js';
import type { ListedApp } from './listed-app.js';

export interface ShownScope {
  /** What the app will be able to do. */
  readonly sentence: string;
  /** Of the developers: why. */
  readonly reason: string | null;
}

/** What the app may ask for, as people read it, with the reasons of its developers. */
export function shownScopes({
  approvedScopes,
  scopeReasons,
}: Pick<ListedApp, 'approvedScopes' | 'scopeReasons'>): ShownScope[] {
  return [...approvedScopes.intersect(EVERY_APP_SCOPE)].map((name) => {
    const { sentence } = PROJECT_SCOPES[name as ProjectScope];
    const [first = '', ...rest] = sentence;
    return { sentence: first.toUpperCase() + rest.join(''), reason: scopeReasons[name] ?? null };
  });
}
