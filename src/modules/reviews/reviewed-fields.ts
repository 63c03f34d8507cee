import { isDeepStrictEqual } from 'node:util';
import type { AppContent } from './app-content.js';

/** One thing that an app says about itself, as pages compare it. */
export interface ContentField {
  readonly name: string;
  readonly label: string;
  /** Members of the metadata and of the profile that belong together. */
  readonly metadata?: readonly string[];
  readonly profile?: readonly string[];
  /** Whether the change of a verified app needs a review; absent: it never does. */
  readonly needsReview?: (before: Values, after: Values) => boolean;
}

/** The values of its members, by name. */
type Values = Readonly<Record<string, unknown>>;

const differs = (before: Values, after: Values): boolean => !isDeepStrictEqual(before, after);

/**
 * The only changes of a verified app that need a review are those with `needsReview`: the rule looks at two versions and at
 * nothing else. Everything else is free, and takes effect at once.
 */
export const CONTENT_FIELDS: readonly ContentField[] = [
  { name: 'name', label: 'Name', metadata: ['client_name'], needsReview: differs },
  { name: 'logo', label: 'Logo', metadata: ['logo_uri'], needsReview: differs },
  {
    ...{ name: 'homepage', label: 'Homepage', metadata: ['client_uri'] },
    needsReview: (before, after) => hasAnotherHost(before, after, ['client_uri']),
  },
  {
    ...{ name: 'redirect_uris', label: 'Redirect URIs', metadata: ['redirect_uris'] },
    needsReview: (before, after) =>
      hasMore(targetsOf(before.redirect_uris), targetsOf(after.redirect_uris)),
  },
  {
    ...{ name: 'scope', label: 'Scopes', metadata: ['scope'] },
    needsReview: (before, after) => hasMore(scopesOf(before.scope), scopesOf(after.scope)),
  },
  {
    ...{ name: 'links', label: 'Terms and privacy', metadata: ['tos_uri', 'policy_uri'] },
    needsReview: (before, after) => hasAnotherHost(before, after, ['tos_uri', 'policy_uri']),
  },
  {
    ...{ name: 'authentication', label: 'Authentication and keys' },
    metadata: ['token_endpoint_auth_method', 'jwks', 'jwks_uri'],
    needsReview: differs,
  },
  { name: 'listing', label: 'Marketplace page', profile: ['listing'], needsReview: differs },
  { name: 'reasons', label: 'Reasons for scopes', profile: ['scopeReasons'] },
  { name: 'contact_addresses', label: 'Contacts', profile: ['supportEmail', 'securityEmail'] },
  { name: 'grant_types', label: 'Grant types', metadata: ['grant_types', 'application_type'] },
  {
    ...{ name: 'token_options', label: 'Tokens' },
    metadata: [
      'id_token_signed_response_alg',
      'dpop_bound_access_tokens',
      'require_pushed_authorization_requests',
    ],
  },
];

/** The values of a field in a content, as JSON has them. */
export function valuesOf(
  { metadata = [], profile = [] }: ContentField,
  content: AppContent,
): Values {
  const own = (source: object, names: readonly string[]): [string, unknown][] =>
    names.map((name) => [name, asJson((source as Record<string, unknown>)[name])]);
  return Object.fromEntries([...own(content.metadata, metadata), ...own(content.profile, profile)]);
}

const asJson = (value: unknown): unknown =>
  value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown);

/** The fields that differ. */
export const changedFields = (before: AppContent, after: AppContent): ContentField[] =>
  CONTENT_FIELDS.filter((field) => differs(valuesOf(field, before), valuesOf(field, after)));

/** The fields whose change needs a review. */
export const fieldsToReview = (before: AppContent, after: AppContent): ContentField[] =>
  CONTENT_FIELDS.filter(
    (field) => field.needsReview?.(valuesOf(field, before), valuesOf(field, after)) === true,
  );

/** The fields that need a review in one direction or the other: what is live may have more than what was reviewed. */
export const fieldsThatDiffer = (one: AppContent, other: AppContent): ContentField[] => {
  const fields = [...fieldsToReview(one, other), ...fieldsToReview(other, one)];
  return [...new Set(fields)];
};

/**
 * What the app says once the version is approved: what is free is live already, and may have changed since the version
 * was written.
 */
export const withVersion = (live: AppContent, version: AppContent): AppContent =>
  withFields(live, version, fieldsToReview(live, version));

/** `base` with the values that `from` has for these fields. */
export function withFields(
  base: AppContent,
  from: AppContent,
  fields: readonly ContentField[],
): AppContent {
  const metadata: Record<string, unknown> = { ...base.metadata };
  const profile: Record<string, unknown> = { ...base.profile };
  for (const field of fields) {
    copy(field.metadata ?? [], from.metadata, metadata);
    copy(field.profile ?? [], { ...from.profile }, profile);
  }
  return { metadata, profile: profile as unknown as AppContent['profile'] };
}

function copy(names: readonly string[], from: Values, to: Record<string, unknown>): void {
  for (const name of names) {
    if (from[name] === undefined) Reflect.deleteProperty(to, name);
    else to[name] = from[name];
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const scopesOf = (scope: unknown): string[] => textOf(scope).split(' ').filter(Boolean);

/** The https hosts of redirect URIs, and the schemes of the others. */
const targetsOf = (uris: unknown): string[] =>
  (Array.isArray(uris) ? uris : []).map((uri) => {
    const url = URL.parse(textOf(uri));
    return url?.host ? `${url.protocol}//${url.host}` : (url?.protocol ?? '');
  });

const hasMore = (before: readonly string[], after: readonly string[]): boolean =>
  after.some((each) => !before.includes(each));

const hasAnotherHost = (before: Values, after: Values, names: readonly string[]): boolean =>
  names.some((name) => hostOf(before[name]) !== hostOf(after[name]));

/** The host of an address; empty without one. */
export const hostOf = (uri: unknown): string => URL.parse(textOf(uri))?.host ?? '';
