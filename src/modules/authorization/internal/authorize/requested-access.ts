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
import { isKnownScope, isAppScope } from '../../../scopes-and-roles/scope-catalogue.js';

/** The scopes that a request asks for, and at which resource. */
export interface RequestedAccess {
  readonly scopes: ScopeSet;
  /** Resource indicator (RFC 8707). */
  readonly resource: string;
}

interface Subject {
  readonly form: StrictForm;
  readonly client: Client;
  readonly resources: readonly string[];
}

/**
 * Reads `resource` and `scope` together: if one is absent, it follows from the other, or from the client's
 * registration. Valid only after the checks below.
 */
export function readRequestedAccess(subject: Subject): RequestedAccess {
  const resource = resourceOf(subject);
  const kind = kindOfResource(resource);
  const asked = askedScopes(subject.form);
  const scopes = asked ? atResource(asked, kind) : registeredScopes(subject.client, kind);
  return { resource, scopes: openTo(subject.client, scopes) };
}

/** RFC 8707 §2: an access token has one audience. */
export const namesOneResource = (subject: Subject): boolean => namedResources(subject).size <= 1;

export const namesKnownResource = (subject: Subject): boolean => !namedResources(subject).has(null);

/**
 * With `openid`, unknown scopes are ignored (OpenID Connect Core §3.1.2.1) and the token response lists what was
 * granted. Without it they are an error (RFC 6749 §4.1.2.1).
 */
export function hasKnownScopes({ form }: Subject): boolean {
  const text = form.get('scope');
  const asked = text === undefined ? ScopeSet.empty : ScopeSet.parse(text);
  return asked !== null && (asked.has('openid') || [...asked].every(isKnownScope));
}

/** Without `resource`, the scopes must determine it. */
export function hasScopesOfOneResource(subject: Subject): boolean {
  const kinds = kindsOf(askedScopes(subject.form) ?? ScopeSet.empty);
  return namedResources(subject).size > 0 || kinds.length < 2;
}

export function hasScopesOfThatResource(subject: Subject): boolean {
  const asked = askedScopes(subject.form);
  if (!asked || !hasProjectScope(asked)) return true;
  return hasProjectScope(atResource(asked, kindOfResource(resourceOf(subject))));
}

export const hasScopesOpenToClient = (subject: Subject): boolean =>
  !readRequestedAccess(subject).scopes.isEmpty;

/** Null for an unknown resource. */
const namedResources = ({ form, resources }: Subject): ReadonlySet<string | null> =>
  new Set(form.all('resource').map((text) => findResource(text, resources)));

/** Null if the parameter is absent. */
function askedScopes(form: StrictForm): ScopeSet | null {
  const text = form.get('scope');
  if (text === undefined) return null;
  return new ScopeSet([...(ScopeSet.parse(text) ?? [])].filter(isKnownScope));
}

/** The resource named, or the one that the scopes belong to; the Product API if neither determines one. */
function resourceOf(subject: Subject): string {
  const [named] = namedResources(subject);
  if (named) return named;
  const { form, client, resources } = subject;
  const [kind = 'api', other] = kindsOf(askedScopes(form) ?? client.scope ?? ScopeSet.empty);
  const meant = other ? 'api' : kind;
  return resources.find((resource) => kindOfResource(resource) === meant) as string;
}

const KINDS: readonly ResourceKind[] = ['api', 'mcp'];

const kindsOf = (scopes: ScopeSet): ResourceKind[] =>
  KINDS.filter((kind) => [...scopes].some((one) => isAppScope(one) && isScopeAt(kind, one)));

/** RFC 8707 §2.2: scopes that the resource does not know are dropped, since clients request all that are published. */
const atResource = (scopes: ScopeSet, kind: ResourceKind): ScopeSet =>
  new ScopeSet([...scopes].filter((scope) => isScopeAt(kind, scope)));

/**
 * The scopes registered for that resource; the default if there are none, unless the client registered for sign-in
 * only.
 */
function registeredScopes({ scope }: Client, kind: ResourceKind): ScopeSet {
  const registered = scope ?? ScopeSet.empty;
  const known = atResource(registered, kind);
  const isEnough = hasProjectScope(known) || (!known.isEmpty && !hasProjectScope(registered));
  return isEnough ? known : known.union(new ScopeSet([DEFAULT_SCOPES[kind]]));
}

/**
 * A portal app gets at most the scopes it declared. `offline_access` has no effect for a client without refresh tokens.
 */
function openTo({ origin, scope, grantTypes }: Client, asked: ScopeSet): ScopeSet {
  const declared = origin === 'portal' && scope ? asked.intersect(scope) : asked;
  return grantTypes.includes('refresh_token')
    ? declared
    : declared.minus(new ScopeSet(['offline_access']));
}

const hasProjectScope = (scopes: ScopeSet): boolean => [...scopes].some(isAppScope);
