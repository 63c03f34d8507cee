/** Only characters allowed in a URI: WHATWG parsers would drop or convert others (RFC 3986 §2). */
const HTTP_URI = /^https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/i;

/** RFC 3986 §2.3: characters that are equivalent with and without percent-encoding. */
const UNRESERVED = /[\w\-.~]/;

/**
 * Whether the `htu` of a proof matches the request URI without query and fragment, after syntax- and scheme-based
 * normalisation (RFC 9449 §4.3, RFC 3986 §6.2.2 and §6.2.3).
 * @param issuer the external base URL; request headers have no influence on it
 * @param target the request target as received, with or without a query
 */
export function isTargetUri(htu: string, issuer: string, target: string): boolean {
  const claimed = normalise(htu);
  return claimed !== null && claimed === normalise(issuer + target);
}

function normalise(text: string): string | null {
  const url = HTTP_URI.test(text) ? URL.parse(text) : null;
  if (!url || url.username !== '' || url.password !== '') return null;
  return url.origin + url.pathname.replaceAll(/%[0-9a-f]{2}/gi, normaliseEscape);
}

function normaliseEscape(escape: string): string {
  const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
  return UNRESERVED.test(character) ? character : escape.toUpperCase();
}
