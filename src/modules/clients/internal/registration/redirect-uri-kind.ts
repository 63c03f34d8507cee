import { isLoopbackUri } from '../../redirect-uri.js';

/** `unlisted`: well-formed, with a private-use scheme that is not listed; it is dropped. */
export type RedirectUriKind = 'https' | 'loopback' | 'private-use' | 'unlisted';

/** Known apps whose schemes are not reversed domain names, as RFC 8252 §7.1 requires. */
const LISTED_SCHEMES = new Set(['cursor', 'vscode', 'vscode-insiders', 'windsurf', 'claude']);

/** Schemes that run code, read files or start other programs. */
const DANGEROUS_SCHEMES = new Set(
  (
    'javascript vbscript data file blob filesystem about view-source jar ftp ws wss ' +
    'mailto tel sms intent android-app chrome resource urn'
  ).split(' '),
);

const DOMAIN_BACKWARDS = /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+$/;

/** Added to the response by the server; a registered one would be duplicated (RFC 9207 §2). */
const ANSWER_PARAMETERS = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri'];

type Check = readonly [fault: string, applies: (uri: string) => boolean];

/** Refused in every redirect URI, whatever its scheme. Each completes "redirect_uris[0] …". */
const FAULTS: readonly Check[] = [
  ['is longer than 1024 characters', (uri) => uri.length > 1_024],
  ['has a fragment', (uri) => uri.includes('#')],
  ['has a wildcard', (uri) => uri.includes('*')],
  ['has characters that no URI may have', (uri) => !/^[\w\-.~:/?[\]@!$&'()+,;=%]+$/.test(uri)],
  ['is not an absolute URI', (uri) => !/^[a-z][a-z0-9+.-]*:./i.test(uri)],
  ['has a broken percent-encoding', (uri) => /%(?![0-9a-f]{2})/i.test(uri)],
  ['has encoded control characters', (uri) => /%(?:[01][0-9a-f]|7f)/i.test(uri)],
  ['has user information', (uri) => /^[^/?]*:\/\/[^/?]*@/.test(uri)],
  ['has dot segments', (uri) => /\/(?:\.|%2e){1,2}(?:[/?]|$)/i.test(uri)],
  ['has a query parameter that the answer will add', hasAnswerParameter],
];

export type Verdict = { readonly kind: RedirectUriKind } | { readonly fault: string };

/** @returns the kind of redirect URI, or why it is refused */
export function classifyRedirectUri(uri: string): Verdict {
  const fault = FAULTS.find(([, applies]) => applies(uri))?.[0];
  if (fault !== undefined) return { fault };
  const scheme = uri.slice(0, uri.indexOf(':')).toLowerCase();
  if (scheme === 'https') return judgeHttps(uri);
  if (scheme === 'http') return judgeHttp(uri);
  if (DANGEROUS_SCHEMES.has(scheme)) return { fault: 'has a scheme that is never accepted' };
  const known = LISTED_SCHEMES.has(scheme) || DOMAIN_BACKWARDS.test(scheme);
  return { kind: known ? 'private-use' : 'unlisted' };
}

const judgeHttps = (uri: string): Verdict =>
  hasPlainHost(uri) ? { kind: 'https' } : { fault: 'has no proper host' };

const judgeHttp = (uri: string): Verdict =>
  isLoopbackUri(uri)
    ? { kind: 'loopback' }
    : { fault: 'uses http, which is only for 127.0.0.1, [::1] and localhost' };

/** The host as written is the one a browser connects to: no `https:/x`, no `0x7f.1`, no port out of range. */
function hasPlainHost(uri: string): boolean {
  const [, host] =
    /^https:\/\/([^/?:[\]]+|\[[^/?\]]+\])(?::[0-9]{1,5})?(?:[/?]|$)/i.exec(uri) ?? [];
  return host !== undefined && URL.parse(uri)?.hostname === host.toLowerCase();
}

function hasAnswerParameter(uri: string): boolean {
  const [, query] = /\?(.*)$/.exec(uri) ?? [];
  const names = new URLSearchParams(query);
  return ANSWER_PARAMETERS.some((name) => names.has(name));
}
