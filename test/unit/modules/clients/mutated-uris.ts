import fc from 'fast-check';

const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
const host = fc
  .tuple(label, fc.constantFrom('example', 'co.uk', 'app', 'xn--p1ai'))
  .map((parts) => parts.join('.'));
const port = fc.option(
  fc.integer({ min: 1, max: 65_535 }).map((number) => `:${String(number)}`),
  { nil: '' },
);
const path = fc
  .stringMatching(/^(\/[a-zA-Z0-9._~!$&'()*+,;=:@%-]{0,10}){0,3}$/)
  .map((text) => text.replaceAll('%', '%2F'));
const query = fc.option(
  fc.stringMatching(/^\?[a-z0-9=&%/?:@-]{0,12}$/).map((text) => text.replaceAll('%', '%3D')),
  { nil: '' },
);
const join = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(''));

export const loopback = fc.constantFrom('127.0.0.1', '[::1]', 'localhost');

/** Redirect URIs as registered: https, http on a loopback host, and private-use schemes (RFC 8252 §7). */
export const validUri = fc
  .oneof(
    join(fc.constant('https://'), fc.oneof(host, loopback), port, path, query),
    join(fc.constant('http://'), loopback, port, path, query),
    join(
      fc.constantFrom('com.example.app:/', 'cursor://anysphere/', 'vscode://host/'),
      path,
      query,
    ),
  )
  .filter((uri) => URL.canParse(uri));

/** Differences between parsers, and what people overlook. */
const nasty = fc.constantFrom(
  ...[
    '\\',
    '/',
    '//',
    '@',
    ':',
    '?',
    '#',
    '%',
    '.',
    '..',
    '/../',
    ';',
    '&',
    '=',
    ' ',
    '\t',
    '\n',
    '\r',
    '\0',
  ],
  ...[
    '%2f',
    '%5c',
    '%40',
    '%23',
    '%00',
    '%0d%0a',
    '\u200b',
    '\u3002',
    '\uff0f',
    '\u2044',
    '\u0430',
    'ſ',
    'K',
  ],
  ...[
    'evil.example',
    '@evil.example',
    '.evil.example',
    'user:password@',
    '127.0.0.1',
    'localhost',
    '[::1]',
    '0x7f.1',
  ],
  ...[
    ':0',
    ':1',
    ':80',
    ':443',
    ':65535',
    ':65536',
    ':080',
    ':',
    'http:',
    'https:',
    'javascript:',
    'data:,',
    '//evil.example',
  ],
);
const insertion = fc.oneof(nasty, nasty, fc.string({ unit: 'binary', maxLength: 3 }));

type Mutation = (uri: string) => string;
/** A position in the text, whatever its length. */
const place = fc.nat(999);
const at = (uri: string, number: number): number => number % (uri.length + 1);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, fc.nat(3), insertion).map(([start, removed, added]): Mutation => (uri) => {
    const index = at(uri, start);
    return uri.slice(0, index) + added + uri.slice(index + removed);
  }),
  fc.tuple(place, place).map(
    ([from, to]): Mutation =>
      (uri) =>
        uri.slice(0, at(uri, from)) + uri.slice(at(uri, to)),
  ),
  place.map((start): Mutation => (uri) => {
    const index = at(uri, start);
    const char = uri.charAt(index);
    const other = char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase();
    return uri.slice(0, index) + other + uri.slice(index + 1);
  }),
  place.map((start): Mutation => (uri) => {
    const index = at(uri, start);
    const escaped = [...Buffer.from(uri.charAt(index))]
      .map((byte) => `%${byte.toString(16)}`)
      .join('');
    return uri.slice(0, index) + escaped + uri.slice(index + 1);
  }),
  // Of an authority.
  insertion.map(
    (added): Mutation =>
      (uri) =>
        uri.replace('://', `://${added}`),
  ),
  insertion.map(
    (added): Mutation =>
      (uri) =>
        uri.replace(/^([a-z.]+:\/\/[^/?]*)/, (start) => start + added),
  ),
  port.map(
    (changed): Mutation =>
      (uri) =>
        uri.replace(
          /^(http:\/\/(?:\[::1\]|[^:/?]*))(?::\d+)?/,
          (_, start: string) => start + changed,
        ),
  ),
  loopback.map(
    (changed): Mutation =>
      (uri) =>
        uri.replace(/:\/\/(\[::1\]|[^:/?]*)/, () => `://${changed}`),
  ),
  fc.constantFrom<Mutation>(
    (uri) => decodeURIComponent(uri.replaceAll(/%(?![0-9a-f]{2})/gi, '%25')),
    (uri) => uri.normalize('NFKC'),
    (uri) => `${uri} ${uri}`,
    (uri) => uri + uri,
    (uri) => (URL.canParse(uri) ? new URL(uri).href : uri),
    (uri) => uri.replace(/^https?/, (scheme) => (scheme === 'http' ? 'https' : 'http')),
    (uri) => uri.trim().split('').reverse().join(''),
  ),
);

const safely =
  (change: Mutation): Mutation =>
  (uri) => {
    try {
      return change(uri);
    } catch {
      return uri;
    }
  };

/** One to three changes in sequence. */
export const mutations = fc.array(mutation, { minLength: 1, maxLength: 3 }).map(
  (changes): Mutation =>
    (uri) =>
      changes.reduce((text, change) => safely(change)(text), uri),
);
