/** Characters of a URI and no others: browsers' parsers would drop or turn the rest (RFC 3986 §2). */
const HTTP_URI = /^https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/i;

/** RFC 3986 §2.3: what means the same with and without its percent-encoding. */
const UNRESERVED = /[\w\-.~]/;

/**
 * Whether the `htu` of a proof is where the request went, query and fragment aside, after normalisation of syntax
 * and scheme (RFC 9449 §4.3, RFC 3986 §6.2.2 and §6.2.3).
 * @param issuer what we are called from outside; no header of the request has a say in it
 * @param target the request's path as it came, with or without a query
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
