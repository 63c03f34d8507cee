import { ApiCaller } from '../../support/api-caller.js';
import { rawRequest, type RawAnswer } from '../../support/raw-request.js';
import { TestApp } from '../../support/test-app.js';

type Headers = Record<string, string | string[]>;

describe('the place of an access token', () => {
  let server: TestApp;
  let caller: ApiCaller;
  let token: string;

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    token = caller.authorization.slice('Bearer '.length);
  });
  afterAll(() => server.stop());

  const get = (headers: Headers, query = ''): Promise<RawAnswer> =>
    rawRequest(server.origin, 'GET', `${caller.path('/segment')}${query}`, headers);

  const challengeOf = ({ headers }: RawAnswer): string => String(headers['www-authenticate']);

  it.each(['Bearer', 'bearer', 'BEARER', 'bEaReR'])(
    'is the Authorization header, with the scheme written %s (RS-01)',
    async (scheme) => {
      expect((await get({ authorization: `${scheme} ${token}` })).status).toBe(200);
    },
  );

  it.each<[string, () => [Headers, string]]>([
    ['nothing', () => [{}, '']],
    ['an empty header', () => [{ authorization: '' }, '']],
    ['another scheme', () => [{ authorization: `Basic ${btoa(`x:${token}`)}` }, '']],
    ['a bare token', () => [{ authorization: token }, '']],
    ['a scheme that only begins alike', () => [{ authorization: `BearerX ${token}` }, '']],
    ['the query', () => [{}, `?access_token=${token}`]],
    ['a cookie', () => [{ cookie: `session=${token}; access_token=${token}` }, '']],
    [
      'another header',
      () => [{ 'x-access-token': token, 'proxy-authorization': `Bearer ${token}` }, ''],
    ],
  ])(
    'is not %s: 401 without error, but with what would do (RS-01, RS-02, DPOP-08, E15)',
    async (_place, send) => {
      const answer = await get(...send());
      expect(answer.status).toBe(401);
      const metadata = `resource_metadata="${server.origin}/.well-known/oauth-protected-resource/v1"`;
      expect(challengeOf(answer)).toBe(
        `Bearer ${metadata}, DPoP algs="ES256 EdDSA Ed25519 PS256 RS256", ${metadata}`,
      );
    },
  );

  it.each(['', ' ', `a b`, 'ünï', '"quoted"', `<script>`])(
    'cannot hold %j: 401 invalid_token, which is not repeated (RS-03, RS-07)',
    async (text) => {
      const answer = await get({ authorization: Buffer.from(`Bearer ${text}`).toString('latin1') });
      expect(answer.status).toBe(401);
      expect(challengeOf(answer)).toContain('error="invalid_token"');
      if (text.trim()) expect(`${challengeOf(answer)}${answer.text}`).not.toContain(text);
    },
  );

  it('is one place only: 400 for a second one (RS-06, E15)', async () => {
    const authorization = `Bearer ${token}`;
    const twice = [
      await get({ authorization: [authorization, authorization] }),
      await get({ authorization: [authorization, 'Basic eDp5'] }),
      await get({ authorization: ['Basic eDp5', authorization] }),
      await get({ authorization }, `?access_token=${token}`),
      await get({ authorization }, `?access_token=`),
      await rawRequest(
        server.origin,
        'POST',
        caller.path('/audience/scroll'),
        { authorization, 'content-type': 'application/x-www-form-urlencoded' },
        `access_token=${token}`,
      ),
    ];
    for (const answer of twice) {
      expect(answer.status).toBe(400);
      expect(challengeOf(answer)).toContain('error="invalid_request"');
      expect(answer.text).not.toContain(token);
    }
  });

  it('is never the body of a form alone (RS-01)', async () => {
    const answer = await rawRequest(
      server.origin,
      'POST',
      caller.path('/audience/scroll'),
      { 'content-type': 'application/x-www-form-urlencoded' },
      `access_token=${token}`,
    );
    expect(answer.status).toBe(401);
    expect(challengeOf(answer)).not.toContain('error=');
  });

  it('makes answers private, and lets any web page send it, without cookies (RS-11, HTTP-03, E20)', async () => {
    const origin = 'https://app.example';
    for (const headers of [{ authorization: `Bearer ${token}`, origin }, { origin }] as Headers[]) {
      const answer = await get(headers);
      expect(answer.headers['cache-control']).toContain('no-store');
      expect(answer.headers.vary).toContain('Authorization');
      expect(answer.headers['access-control-allow-origin']).toBe('*');
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
      expect(answer.headers['access-control-expose-headers']).toContain('WWW-Authenticate');
    }
  });
});
