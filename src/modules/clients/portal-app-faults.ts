import { OAuthError } from '../../kernel/errors/oauth-error.js';
import { LONGEST_URI, requireAppearance } from './internal/registration/appearance.js';
import type { MetadataDocument } from './internal/registration/metadata-members.js';
import { readPublishedKeys } from './internal/registration/published-keys.js';
import { MOST_URIS } from './internal/registration/redirect-uris.js';
import { classifyRedirectUri } from './internal/registration/redirect-uri-kind.js';
import { nearestRedirectUri } from './internal/registration/nearest-redirect-uri.js';
import { CheckedName } from './internal/names/checked-name.js';
import { LONGEST_NAME } from './internal/names/legible-name.js';
import { settleName } from './internal/names/settle-name.js';

/** The longest name and URL, in characters, and the most redirect URIs. */
export const METADATA_LIMITS = {
  name: LONGEST_NAME,
  uri: LONGEST_URI,
  redirectUris: MOST_URIS,
} as const;

/** A redirect URI that is refused. */
export interface RedirectUriFault {
  /** As it was given. */
  readonly uri: string;
  /** Completes "It …". */
  readonly fault: string;
  /** A URI without that fault which is accepted; null if none is obvious. */
  readonly instead: string | null;
}

/** The faults of redirect URIs, all of them. `native`: schemes of apps on devices are accepted. */
export const faultsOfRedirectUris = (
  uris: readonly string[],
  native: boolean,
): RedirectUriFault[] =>
  uris.flatMap((uri) => {
    const fault = faultOfRedirectUri(uri, native);
    return fault === null ? [] : [{ uri, fault, instead: nearestRedirectUri(uri) }];
  });

function faultOfRedirectUri(uri: string, native: boolean): string | null {
  const verdict = classifyRedirectUri(uri);
  if ('fault' in verdict) return verdict.fault;
  if (verdict.kind === 'unlisted') {
    return 'has a scheme without a dot; use the domain name of the app backwards, as in com.example.app:/callback';
  }
  return verdict.kind === 'private-use' && !native
    ? 'has a scheme of an app on a device, which a web app cannot receive; use https'
    : null;
}

type Check = (document: MetadataDocument) => unknown;

/** Each reads one member, and throws what is wrong with it. */
const MEMBERS: Readonly<Record<string, Check>> = {
  client_name: ({ client_name: name, redirect_uris: uris }) =>
    settleName('portal', checkedName(name, uris), []),
  ...Object.fromEntries(
    ['client_uri', 'tos_uri', 'policy_uri'].map((member): [string, Check] => [
      member,
      (document) => requireAppearance({ client_name: 'App', [member]: document[member] }),
    ]),
  ),
};

const checkedName = (name: unknown, uris: unknown): CheckedName =>
  new CheckedName(requireAppearance({ client_name: name }).name, textsIn(uris));

/** What is wrong with the metadata of a portal app, by member: all of them, while registration stops at the first. */
export function faultsOfPortalApp(document: MetadataDocument): Record<string, string> {
  const found = Object.entries(MEMBERS).flatMap(([member, check]) => {
    const fault = faultOf(check, document);
    return fault === null ? [] : [[member, fault] as const];
  });
  return Object.fromEntries(found);
}

/** What is wrong with the keys for `private_key_jwt`, `jwks` or `jwks_uri`; null if nothing is. */
export const faultOfKeySet = (document: MetadataDocument): string | null =>
  faultOf((keys) => readPublishedKeys(keys, 'private_key_jwt'), document);

function faultOf(check: Check, document: MetadataDocument): string | null {
  try {
    check(document);
    return null;
  } catch (error) {
    if (error instanceof OAuthError) return error.message;
    throw error;
  }
}

const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
