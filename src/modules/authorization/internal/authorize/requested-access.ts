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
  readonly resources: readonly string[];
}

/**
 * Reads `resource` and `scope` together: each may be left out and then follows from the other, or from what the
 * client registered. It means something once the checks below have passed.
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
 * With `openid`, scopes that we do not know are ignored (OpenID Connect Core §3.1.2.1): the token response says what
 * was granted. Without it they are an error (RFC 6749 §4.1.2.1).
 */
export function hasKnownScopes({ form }: Subject): boolean {
  const text = form.get('scope');
  const asked = text === undefined ? ScopeSet.empty : ScopeSet.parse(text);
  return asked !== null && (asked.has('openid') || [...asked].every(isKnownScope));
}

/** Without `resource`, the scopes have to say which one is meant. */
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

/** Null for one that is none of ours. */
const namedResources = ({ form, resources }: Subject): ReadonlySet<string | null> =>
  new Set(form.all('resource').map((text) => findResource(text, resources)));

/** Null without the parameter. */
function askedScopes(form: StrictForm): ScopeSet | null {
  const text = form.get('scope');
  if (text === undefined) return null;
  return new ScopeSet([...(ScopeSet.parse(text) ?? [])].filter(isKnownScope));
}

/** The one that is named, or that the scopes are of; without any that tells, the Product API. */
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
  KINDS.filter((kind) => [...scopes].some((one) => isProjectScope(one) && isScopeAt(kind, one)));

/** RFC 8707 §2.2: what the resource does not know falls away, for clients ask for all that we have. */
const atResource = (scopes: ScopeSet, kind: ResourceKind): ScopeSet =>
  new ScopeSet([...scopes].filter((scope) => isScopeAt(kind, scope)));

/** What the client registered there; the default if that is nothing, unless it registered for sign-in alone. */
function registeredScopes({ scope }: Client, kind: ResourceKind): ScopeSet {
  const registered = scope ?? ScopeSet.empty;
  const known = atResource(registered, kind);
  const isEnough = hasProjectScope(known) || (!known.isEmpty && !hasProjectScope(registered));
  return isEnough ? known : known.union(new ScopeSet([DEFAULT_SCOPES[kind]]));
}

/** A portal app never gets beyond what it declared. `offline_access` means nothing to a client that cannot refresh. */
function openTo({ origin, scope, grantTypes }: Client, asked: ScopeSet): ScopeSet {
  const declared = origin === 'portal' && scope ? asked.intersect(scope) : asked;
  return grantTypes.includes('refresh_token')
    ? declared
    : declared.minus(new ScopeSet(['offline_access']));
}

const hasProjectScope = (scopes: ScopeSet): boolean => [...scopes].some(isProjectScope);
