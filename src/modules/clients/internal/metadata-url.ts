const LONGEST = 512;

/** https in small letters, a host, a path, perhaps a query; no fragment. */
const SHAPE = /^https:\/\/[^/?#@]+(\/[^#?]*)(?:\?[^#]*)?$/;
const URL_CHARACTERS = /^[\w\-.~:/?[\]@!$&'()*+,;=%]+$/;
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:\/|$)/i;

/**
 * Whether a `client_id` is the URL of a metadata document (CIMD §3): https, a path, no user information, no
 * fragment, no dot segments. It is judged and compared as text: two spellings of one URL are two clients, so what
 * the URL parser would mend (backslashes, tabs, other cases of the scheme) is not one at all.
 */
export function isMetadataUrl(text: string): boolean {
  if (text.length > LONGEST || !URL_CHARACTERS.test(text)) return false;
  const [, path] = SHAPE.exec(text) ?? [];
  return path !== undefined && !DOT_SEGMENT.test(path) && URL.canParse(text);
}
