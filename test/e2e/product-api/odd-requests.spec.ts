import { ApiCaller } from '../../support/api-caller.js';
import { rawRequest, type RawAnswer } from '../../support/raw-request.js';
import { TestApp } from '../../support/test-app.js';

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

describe('requests that no app sends by itself', () => {
  let server: TestApp;
  let caller: ApiCaller;

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
  });
  afterAll(() => server.stop());

  const scroll = (body: string, type = 'application/json'): Promise<RawAnswer> =>
    rawRequest(
      server.origin,
      'POST',
      caller.path('/audience/scroll'),
      { authorization: caller.authorization, 'content-type': type },
      body,
    );
  const codeOf = ({ text }: RawAnswer): unknown => (JSON.parse(text) as { code: unknown }).code;

  it.each([
    ['no JSON', '{'],
    ['an empty text', '""'],
    ['null', 'null'],
    ['a number', '1'],
    ['an array', '[]'],
    ['an array of objects', '[{"limit":1}]'],
    ['an array that looks like an object', '{"0":1}'],
    ['a NUL', '{"cursor":"a\\u0000b"}'],
    ['a NUL in a name', '{"a\\u0000b":1}'],
    ['half of a pair', '{"cursor":"\\ud800"}'],
    ['half of a pair in a name', '{"\\udc00":1}'],
    ['a huge number', '{"limit":1e400}'],
    ['a large number', '{"limit":100000000000000000000}'],
    ['a negative zero and a half', '{"limit":-0.5}'],
    ['a name of the prototype', '{"__proto__":{"limit":1}}'],
    ['a constructor', '{"constructor":{"name":"x"}}'],
    ['a constructor of text', '{"constructor":"x"}'],
    ['a promise', '{"then":"x"}'],
    ['a method of objects', '{"hasOwnProperty":1}'],
    ['a method in place of a value', '{"limit":{"valueOf":1}}'],
    ['thirteen levels', `{"root":${nested(12)}}`],
    ['five thousand levels', `{"root":${nested(5000)}}`],
    ['a hundred thousand levels', `{"root":${nested(100_000)}}`],
    ['fifty thousand names', `{${Array.from({ length: 50_000 }, (_, i) => `"k${i}":1`).join()}}`],
    ['a long cursor', `{"cursor":"${'a'.repeat(100_000)}"}`],
  ])('are 400 with a body of %s, and say why briefly (E13, E14)', async (_name, body) => {
    const answer = await scroll(body);
    expect(answer.status).toBe(400);
    expect(codeOf(answer)).toBe('invalid_request');
    expect(answer.text.length).toBeLessThan(5_000);
  });

  it.each([
    ['text', '{"cursor":"a\\u0000b"}', '/cursor'],
    ['text', '{"cursor":"\\ud800"}', '/cursor'],
    ['text', '{"a":{"__proto__":1}}', '/a/__proto__'],
    ['text', '{"a":[{"b\\u0000":1}]}', '/a/0/b\uFFFD'],
    ['depth', `{"root":${nested(24)}}`, `/root${'/0'.repeat(23)}`],
    ['members', `{"root":[${'1,'.repeat(1_000)}1]}`, '/root'],
    ['isObject', '[]', ''],
  ])('say %s before any validator has looked at %s (E14)', async (code, body, pointer) => {
    const { errors } = JSON.parse((await scroll(body)).text) as { errors: object[] };
    expect(errors).toEqual([{ pointer, code, message: expect.any(String) }]);
  });

  it('are 413 above a mebibyte', async () => {
    const answer = await scroll(`{"cursor":"${'a'.repeat(1_100_000)}"}`);
    expect(answer.status).toBe(413);
    expect(codeOf(answer)).toBe('payload_too_large');
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/json',
  ])('are 415 as %s', async (type) => {
    const answer = await scroll('limit=1', type);
    expect(answer.status).toBe(415);
    expect(codeOf(answer)).toBe('unsupported_media_type');
  });

  it.each([
    ['no JSON', '{', 'application/json'],
    ['a form', 'limit=1', 'application/x-www-form-urlencoded'],
    ['too much', `{"cursor":"${'a'.repeat(1_100_000)}"}`, 'application/json'],
  ])('are 401 first, whoever sends %s (RS-08)', async (_name, body, type) => {
    const path = caller.path('/audience/scroll');
    const answer = await rawRequest(server.origin, 'POST', path, { 'content-type': type }, body);
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer resource_metadata=/);
  });

  it('are fine as JSON with a charset, and without a body at all', async () => {
    expect((await scroll('{"limit":1}', 'application/json; charset=utf-8')).status).toBe(200);
    const answer = await rawRequest(server.origin, 'POST', caller.path('/audience/scroll'), {
      authorization: caller.authorization,
      'content-length': '0',
    });
    expect(answer.status).toBe(200);
  });

  it.each([
    'name_contains=%00',
    'name_contains=%ED%A0%80&name_contains=x',
    '_limit=NaN',
    '_limit=Infinity',
    '_limit=0x10',
    '_limit=99999999999999999999',
    '_limit[]=1',
    '_limit[a]=1',
    '__proto__=1',
    '__proto__[limit]=1',
    'constructor=1',
    'updatedAt_gt=2026-02-31T00:00:00Z',
    'updatedAt_gt=99999-01-01T00:00:00Z',
    'updatedAt_gt=2026-01-01T25:00:00Z',
    `name_contains=${'a'.repeat(121)}`,
    '_q={"filter":1}',
  ])('are 400 with the query %s (E13, E14)', async (query) => {
    const answer = await rawRequest(server.origin, 'GET', caller.path(`/segment?${query}`), {
      authorization: caller.authorization,
    });
    expect(answer.status).toBe(400);
    expect(codeOf(answer)).toBe('invalid_request');
  });

  it('are 405 with another method, and say which there are (HTTP-02)', async () => {
    const answer = await rawRequest(server.origin, 'DELETE', caller.path('/segment'), {
      authorization: caller.authorization,
    });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD, POST');
  });
});
