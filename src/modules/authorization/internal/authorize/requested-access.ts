import { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { ScopeSet } from '../../../../kernel/scope-set.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import type { Client } from '../../../clients/client.js';
import {
  DEFAULT_SCOPES,
  findResource,
  isScopeAt,
  kindOfResource,
  type ResourceKind,
} from '../../../scopes-and-roles/protected-resource.js';
import { isKnownScope, isProjectScope } from '../../../scopes-and-roles/scope-catalogue.js';

/** What a request asks for, and where it is to be good. */
export interface RequestedAccess {
  readonly scopes: ScopeSet;
  /** Identifier of one resource of ours. */
  readonly resource: string;
}

interface Subject {
  readonly form: StrictForm;
  readonly client: Client;
}

/**
 * Reads `resource` and `scope` together: each may be left out and then follows from the other, or from what the
 * client registered. @throws OAuthError `invalid_target` or `invalid_scope`
 */
export function readRequestedAccess(
  { form, client }: Subject,
  resources: readonly string[],
): RequestedAccess {
  const named = readResource(form, resources);
  const asked = readScopes(form);
  const resource = named ?? resourceOf(asked, client, resources);
  const kind = kindOfResource(resource);
  const scopes = asked ? cut(asked, kind) : registeredScopes(client, kind);
  return { resource, scopes: openTo(client, scopes) };
}

/** RFC 8707 §2: an access token has one audience, so one resource may be asked for. Null without the parameter. */
function readResource(form: StrictForm, resources: readonly string[]): string | null {
  const asked = new Set(form.all('resource').map((text) => findResource(text, resources)));
  if (asked.size > 1) {
    throw new OAuthError('invalid_target', 'Ask for one resource at a time.');
  }
  const [resource] = asked;
  if (resource === null) {
    throw new OAuthError(
      'invalid_target',
      `The resource is not known here. There are ${resources.join(' and ')}.`,
    );
  }
  return resource ?? null;
}

/**
 * With `openid`, scopes that we do not know are ignored (OpenID Connect Core §3.1.2.1): the token response says what
 * was granted. Without it they are an error (RFC 6749 §4.1.2.1).
 */
function readScopes(form: StrictForm): ScopeSet | null {
  const text = form.get('scope');
  if (text === undefined) return null;
  const asked = ScopeSet.parse(text);
  const known = asked && new ScopeSet([...asked].filter(isKnownScope));
  if (!known || (!known.includes(asked) && !asked.has('openid'))) {
    throw new OAuthError('invalid_scope', 'A scope is unknown or malformed.');
  }
  return known;
}

/** The resource that the scopes are of; without any that tells, the Product API. */
function resourceOf(
  asked: ScopeSet | null,
  { scope }: Client,
  resources: readonly string[],
): string {
  const inProjects = [...(asked ?? scope ?? ScopeSet.empty)].filter(isProjectScope);
  const isOf = (kind: ResourceKind): boolean => inProjects.some((one) => isScopeAt(kind, one));
  if (asked && isOf('api') && isOf('mcp')) {
    throw new OAuthError('invalid_target', 'The scopes are of two resources. Name one.');
  }
  const kind = isOf('mcp') && !isOf('api') ? 'mcp' : 'api';
  return resources.find((resource) => kindOfResource(resource) === kind) as string;
}

/** RFC 8707 §2.2: what the resource does not know falls away, for clients ask for all that we have. */
function cut(asked: ScopeSet, kind: ResourceKind): ScopeSet {
  const known = new ScopeSet([...asked].filter((scope) => isScopeAt(kind, scope)));
  if (hasProjectScope(asked) && !hasProjectScope(known)) {
    throw new OAuthError('invalid_scope', 'None of these scopes means anything at this resource.');
  }
  return known;
}

/** What the client registered there; the default if that is nothing, unless it registered for sign-in alone. */
function registeredScopes({ scope }: Client, kind: ResourceKind): ScopeSet {
  const registered = scope ?? ScopeSet.empty;
  const known = new ScopeSet([...registered].filter((one) => isScopeAt(kind, one)));
  const isEnough = hasProjectScope(known) || (!known.isEmpty && !hasProjectScope(registered));
  return isEnough ? known : known.union(new ScopeSet([DEFAULT_SCOPES[kind]]));
}

/** A portal app never gets beyond what it declared. `offline_access` means nothing to a client that cannot refresh. */
function openTo({ origin, scope, grantTypes }: Client, asked: ScopeSet): ScopeSet {
  const declared = origin === 'portal' && scope ? asked.intersect(scope) : asked;
  const useful = grantTypes.includes('refresh_token')
    ? declared
    : declared.minus(new ScopeSet(['offline_access']));
  if (useful.isEmpty) {
    throw new OAuthError('invalid_scope', 'None of these scopes is open to this client.');
  }
  return useful;
}

const hasProjectScope = (scopes: ScopeSet): boolean => [...scopes].some(isProjectScope);
