/** The lines of `{ name: value }`. */
const lines = (headers) =>
  Object.entries(headers ?? {})
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');

/** A GET of `state.path` with `state.headers`; the same bytes each time. */
export const get = (state) =>
  (state.bytes ??= `GET ${state.path} HTTP/1.1\r\nHost: ${state.host}\r\n${lines(state.headers)}\r\n`);

/** A POST to `state.path`; `body` is ASCII. */
export function post(state, body, type = 'application/x-www-form-urlencoded') {
  state.head ??= `POST ${state.path} HTTP/1.1\r\nHost: ${state.host}\r\nContent-Type: ${type}\r\n${lines(state.headers)}Content-Length: `;
  return `${state.head}${body.length}\r\n\r\n${body}`;
}

/** The string member of a JSON text, without parsing the rest; undefined if it is not there. */
export function memberOf(body, name) {
  const key = `"${name}":"`;
  const start = body.indexOf(key);
  if (start < 0) return undefined;
  return body.latin1Slice(start + key.length, body.indexOf('"', start + key.length));
}
