import { gzipSync } from 'node:zlib';

/** A part of a request that is as expensive as the limits of size allow. */
export interface WorstPart {
  readonly name: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** Node limits request line and headers together to 16 KiB. */
const HEAD = 15_000;
const FORM = 64 * 1024;
const JSON_SIZES = { registration: 16 * 1024, message: 256 * 1024, api: 1024 * 1024 };

const fill = (pattern: string, length: number): string =>
  pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length);
const numbered = (pattern: (i: number) => string, length: number): string => {
  let text = '';
  for (let i = 0; text.length < length; i++) text += pattern(i);
  return text.slice(0, length);
};

/** In the form encoding, for queries and bodies alike. */
const pairs = (length: number): Record<string, string> => ({
  'one name': fill('a=1&', length),
  'no name': fill('=1&', length),
  'no value': fill('a&', length),
  separators: fill('&', length),
  names: numbered((i) => `${i.toString(36)}=1&`, length),
  'known names': fill('resource=x&scope=y&client_id=z&', length),
  escapes: fill('%61=%C3%A9&', length),
  'broken escapes': fill('%=%FF&', length),
  'one value': `client_id=${fill('%C3%A9', length - 10)}`,
  'an assertion': `client_assertion=e30.${fill('InN1YiI6', length - 26)}.e30`,
  'a token': `token=${fill('isoa_', length - 6)}`,
  scopes: `scope=${fill('a+', length - 6)}`,
});

const nested = (open: string, close: string, length: number): string => {
  const depth = Math.floor(length / (open.length + close.length));
  return open.repeat(depth) + close.repeat(depth);
};

const documents = (length: number): Record<string, string> => ({
  'nested lists': nested('[', ']', length),
  'nested objects': nested('{"a":', '}', length - 1).replace(':}', ':0}'),
  'nested in a member': `{"redirect_uris":${nested('[', ']', length - 20)}}`,
  'an open list': fill('[', length),
  numbers: `[${fill('0,', length - 4)}0]`,
  'large numbers': `[${fill('1e999,', length - 10)}0]`,
  members: `{${numbered((i) => `"${i.toString(36)}":0,`, length - 20).replace(/,[^,]*$/, '')}}`,
  'the same member': `{${fill('"a":0,', length - 12).replace(/,[^,]*$/, '')}}`,
  'lists of lists': `{"a":[${fill(`[${fill('0,', 1_800)}0],`, length - 4_000).replace(/,[^,]*$/, '')}]}`,
  'objects of members': `{${numbered(
    (i) => `"${i.toString(36)}":{"a~/b":"c","d":{"e":""}},`,
    length - 60,
  )
    .replace(/,"[^"]*":\{[^}]*$/, '')
    .replace(/\},?[^}]*$/, '}')}}`,
  escapes: JSON.stringify({ a: fill('\u0001\u2028é', Math.floor(length / 16)) }),
  'one text': JSON.stringify({ redirect_uris: [fill('a', length - 30)], jsonrpc: '2.0' }),
  texts: `{"redirect_uris":[${fill('"https://a.example/",', length - 60).replace(/,[^,]*$/, '')}]}`,
});

const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };

const bodiesOf = (
  kind: string,
  texts: Record<string, string>,
  headers: Readonly<Record<string, string>>,
): WorstPart[] =>
  Object.entries(texts).flatMap(([name, text]) => [
    { name: `${kind}: ${name}`, headers, body: Buffer.from(text) },
    {
      name: `${kind}, compressed: ${name}`,
      headers: { ...headers, 'content-encoding': 'gzip' },
      body: gzipSync(text),
    },
  ]);

const jwt = (header: string): string => `${Buffer.from(header).toString('base64url')}.e30.AAAA`;

/** Header values that are parsed. */
const headers = (length: number): Record<string, Record<string, string>> => ({
  cookies: { cookie: fill('a=b; ', length) },
  'cookies without a value': { cookie: fill(';', length) },
  'session cookies': { cookie: fill('session=a; ', length) },
  'media types': { accept: fill('a/b,', length) },
  'media types with a quotation mark': { accept: `"${fill(',', length)}` },
  'media types with parameters': { accept: `a/b${fill(';q=1', length)}` },
  'HTML among media types': { accept: `text/html,${fill('a/b;q=0.5,', length)}` },
  languages: { 'accept-language': fill('a-b,', length) },
  'a bearer token': { authorization: `Bearer ${fill('a', length)}` },
  'spaces before a token': { authorization: `Bearer ${fill(' ', length)}x` },
  'spaces in a token': { authorization: `Bearer ${fill('a ', length)}` },
  'a basic credential': { authorization: `Basic ${fill('JTYx', length)}` },
  'spaces before a credential': { authorization: `Basic ${fill(' ', length)}x` },
  'a proof': { authorization: 'DPoP x', dpop: fill('e30.', length) },
  'a nested proof': {
    authorization: `DPoP isoa_${fill('a', 49)}`,
    dpop: jwt(nested('[', ']', 6_000)),
  },
  'a proof with a key': {
    authorization: `DPoP isoa_${fill('a', 49)}`,
    dpop: jwt(
      JSON.stringify({
        typ: 'dpop+jwt',
        alg: 'RS256',
        jwk: { kty: 'RSA', n: fill('_', 683), e: fill('_', 6) },
      }),
    ),
  },
  'addresses on the way': { 'x-forwarded-for': fill('127.0.0.1,', length) },
  'separators on the way': { 'x-forwarded-for': fill(',', length) },
  'hosts on the way': { 'x-forwarded-host': fill('a,', length) },
  'a type of body': { 'content-type': `application/json${fill(';a="b"', length)}` },
  'a type with spaces': { 'content-type': `application/json;${fill(' ', length)}` },
  'headers asked for': { 'access-control-request-headers': fill('a,', length) },
  'an agent': { 'user-agent': fill('Bearer ', length) },
  origins: { origin: fill('http://a ', length) },
  'an id': { 'x-request-id': fill('a', length) },
});

/** Every part, for the methods that may have it. */
export function worstParts(method: string): WorstPart[] {
  const heads = [
    ...Object.entries(pairs(HEAD)).map(([name, query]) => ({ name: `query: ${name}`, query })),
    ...Object.entries(headers(HEAD)).map(([name, each]) => ({
      name: `headers: ${name}`,
      headers: each,
    })),
  ];
  if (method === 'GET' || method === 'DELETE') return heads;
  return [
    ...heads,
    ...bodiesOf('form', pairs(FORM), FORM_TYPE),
    ...Object.entries(JSON_SIZES).flatMap(([size, length]) =>
      bodiesOf(`JSON (${size})`, documents(length), JSON_TYPE),
    ),
  ];
}
