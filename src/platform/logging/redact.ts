/** Minted secrets are found by their prefix; `Authorization` values and passwords in URLs by their position. */
const SECRET = /\b(is(?:oa|or|at|oc|cs|rg)_)[0-9A-Za-z]+/g;
const WEBHOOK_SECRET = /\b(whsec_)[0-9A-Za-z+/=]+/g;
const CREDENTIALS = /\b(Bearer|Basic|DPoP)(\s+)[\w.~+/=-]{4,}/gi;
const URL_PASSWORD = /(:\/\/[^:@/\s"]*:)[^@/\s"]+@/g;
const HIDDEN = '[hidden]';

/** DEL and C1 controls affect terminals, U+2028 and U+2029 break lines; JSON does not escape them. */
const CONTROLS = /[\u007f-\u009f\u2028\u2029]/g;

type Replace = (found: string, ...groups: string[]) => string;

const HIDE: readonly (readonly [RegExp, Replace])[] = [
  [SECRET, (_, prefix) => `${prefix}${HIDDEN}`],
  [WEBHOOK_SECRET, (_, prefix) => `${prefix}${HIDDEN}`],
  [CREDENTIALS, (_, scheme, space) => `${scheme}${space}${HIDDEN}`],
  [URL_PASSWORD, (_, start) => `${start}${HIDDEN}@`],
  [CONTROLS, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`],
];

/** Parameters that may be logged. The value of any other may be a code, a state, an address or a name. */
const HARMLESS = new Set([
  'client_id',
  'response_type',
  'code_challenge_method',
  'scope',
  'resource',
  '_limit',
  '_start',
  '_count',
  '_sort',
]);

/** A contact's phone number, e-mail address or customer number in a path. */
const PERSONAL_PATH = /(\/audience\/(?:search\/(?:phone|email)|user)\/)[^/?]+/;

const LONGEST_URL = 1_000;

/** One JSON line of the log: without secrets and without characters that could forge another line. */
export function redactLine(line: string): string {
  let redacted = line;
  for (const [pattern, replace] of HIDE) {
    // Most lines have nothing to hide, and `replaceAll` costs several times as much to find that out.
    if (redacted.search(pattern) !== -1) redacted = redacted.replaceAll(pattern, replace);
  }
  return redacted;
}

/** A request's URL with the names of its parameters, and the values of harmless ones only. */
export function redactUrl(whole: string): string {
  // Truncated before it is parsed, and once more, as a redacted text may be longer than the original.
  const url = whole.slice(0, LONGEST_URL);
  const start = url.indexOf('?');
  const path = start === -1 ? url : url.slice(0, start);
  const query =
    start === -1
      ? ''
      : `?${url
          .slice(start + 1)
          .split('&')
          .map(redactPair)
          .join('&')}`;
  return (path.replace(PERSONAL_PATH, `$1${HIDDEN}`) + query).slice(0, LONGEST_URL);
}

function redactPair(pair: string): string {
  const end = pair.indexOf('=');
  if (end === -1 || HARMLESS.has(pair.slice(0, end))) return pair;
  return `${pair.slice(0, end)}=${HIDDEN}`;
}
