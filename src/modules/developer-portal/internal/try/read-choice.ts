import { ScopeSet } from '../../../../kernel/scope-set.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import type { Client } from '../../../clients/client.js';
import { isScopeAt, type ResourceKind } from '../../../scopes-and-roles/protected-resource.js';
import { isAppScope } from '../../../scopes-and-roles/scope-catalogue.js';
import type { ChosenRequest } from './flow-trials.js';
import { tryTexts } from './try-texts.js';

const { faults: texts } = tryTexts;

const PATHS: Record<ResourceKind, string> = { api: '/v1', mcp: '/mcp' };

/** The resources that the declared scopes are for; the Product API if they are for none. */
export function resourcesOf({ scope }: Pick<Client, 'scope'>): readonly ResourceKind[] {
  const declared = scope?.toArray() ?? [];
  const kinds = (['api', 'mcp'] as const).filter((kind) =>
    declared.some((name) => isAppScope(name) && isScopeAt(kind, name)),
  );
  return kinds.length === 0 ? ['api'] : kinds;
}

type ReadChoice =
  { readonly chosen: ChosenRequest } | { readonly faults: Readonly<Record<string, string>> };

/** The form of a new trial: only what the app has registered can be chosen. */
export function readChoice(form: StrictForm, client: Client, issuer: string): ReadChoice {
  const redirectUri = client.redirectUris.find((uri) => uri === form.get('redirect_uri'));
  if (redirectUri === undefined) return { faults: { redirect_uri: texts.redirectUri } };
  const [first = 'api', ...others] = resourcesOf(client);
  const kind = others.find((each) => each === form.get('resource')) ?? first;
  const declared = client.scope ?? ScopeSet.empty;
  const ticked = declared.intersect(new ScopeSet(form.all('scope'))).toArray();
  const scopes = ticked.filter((name) => isScopeAt(kind, name));
  if (scopes.length === 0 && !declared.isEmpty) return { faults: { scope: texts.scope } };
  return { chosen: { redirectUri, scope: scopes.join(' '), resource: issuer + PATHS[kind] } };
}
