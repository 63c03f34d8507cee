// Prints every request of this process with its answer, without the secrets in them.

const SECRET_FIELDS = new Set(['password', 'csrf_token', 'code_verifier', 'state', 'cursor']);
const TOKEN = /\b(is[a-z]{2}_)([0-9A-Za-z]{4})[0-9A-Za-z]{45}\b/g;
/** An id and a secret, in clothes that the pattern of tokens does not see through. */
const BASIC = /^(Basic ).*/i;
const LONGEST = 420;

/** Enough of a token to tell it from the next one. @param {string} text */
const mask = (text) => text.replace(TOKEN, '$1$2…');

/** @param {string} text */
const shorten = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** @param {URLSearchParams} form */
const describeForm = (form) =>
  [...form].map(([name, value]) => `${name}=${SECRET_FIELDS.has(name) ? '•••' : value}`).join(' ');

/** @param {URL} url */
const describeUrl = (url) => {
  const query = describeForm(url.searchParams);
  return query === '' ? url.pathname : `${url.pathname} ? ${query}`;
};

/** @param {unknown} body */
const describeBody = (body) => {
  if (body instanceof URLSearchParams) return describeForm(body);
  return typeof body === 'string' ? body : '';
};

/** @param {Response} response */
async function describeAnswer(response) {
  const location = response.headers.get('location');
  if (location) return `to ${describeUrl(new URL(location, response.url || 'http://localhost'))}`;
  const text = await response.clone().text();
  const title = /<title>(.*?)<\/title>/is.exec(text)?.[1]?.trim();
  return title ? `page "${title}"` : text;
}

/**
 * A `fetch` that tells `print` about each exchange.
 * @param {typeof fetch} fetch
 * @param {(line: string) => void} print
 * @returns {typeof fetch}
 */
export function recorded(fetch, print) {
  return async (target, init = {}) => {
    const url = new URL(target instanceof Request ? target.url : target);
    const shown = new Headers(init.headers).get('authorization')?.replace(BASIC, '$1•••');
    const request = [init.method ?? 'GET', describeUrl(url), describeBody(init.body), shown];
    print(`→ ${shorten(mask(request.filter(Boolean).join('  ')))}`);
    const response = await fetch(target, init);
    const challenge = response.headers.get('www-authenticate');
    const answer = [String(response.status), challenge, await describeAnswer(response)];
    print(`← ${shorten(mask(answer.filter(Boolean).join('  ')))}`);
    return response;
  };
}
