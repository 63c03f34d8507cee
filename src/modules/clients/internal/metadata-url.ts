const LONGEST = 512;

/** Lower-case https, a host, a path, optionally a query; no fragment. */
const SHAPE = /^https:\/\/[^/?#@]+(\/[^#?]*)(?:\?[^#]*)?$/;
const URL_CHARACTERS = /^[\w\-.~:/?[\]@!$&'()*+,;=%]+$/;
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:\/|$)/i;

/**
 * Whether a `client_id` is the URL of a metadata document (CIMD §3): https, a path, no user information, no fragment,
 * no dot segments. It is validated and compared as text: a URL that the WHATWG parser would correct (backslashes, tabs,
 * upper-case scheme) is refused.
 */
export function isMetadataUrl(text: string): boolean {
  if (text.length > LONGEST || !URL_CHARACTERS.test(text)) return false;
  const [, path] = SHAPE.exec(text) ?? [];
  return path !== undefined && !DOT_SEGMENT.test(path) && URL.canParse(text);
}
