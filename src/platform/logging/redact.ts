/** Every secret we mint says so in its prefix; `Authorization` values and passwords in URLs say so by where they are. */
const SECRET = /\b(is(?:oa|or|at|oc|cs|rg)_)[0-9A-Za-z]+/g;
const CREDENTIALS = /\b(Bearer|Basic|DPoP)(\s+)[\w.~+/=-]{4,}/gi;
const URL_PASSWORD = /(:\/\/[^:@/\s"]*:)[^@/\s"]+@/g;
const HIDDEN = '[hidden]';

/** DEL and C1 controls steer terminals, U+2028 and U+2029 break lines; JSON leaves them as they are. */
const CONTROLS = /[\u007f-\u009f\u2028\u2029]/g;

/** Parameters worth reading in a log. The value of any other may be a code, a state, an address or a name. */
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

/** One finished line of the log, JSON already: without secrets and without characters that could forge another. */
export const redactLine = (line: string): string =>
  line
    .replaceAll(SECRET, `$1${HIDDEN}`)
    .replaceAll(CREDENTIALS, `$1$2${HIDDEN}`)
    .replaceAll(URL_PASSWORD, `$1${HIDDEN}@`)
    .replaceAll(CONTROLS, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A request's URL with the names of its parameters, and the values of harmless ones only. */
export function redactUrl(whole: string): string {
  // Cut before it is looked at, and once more, for what is hidden may be shorter than what hides it.
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
