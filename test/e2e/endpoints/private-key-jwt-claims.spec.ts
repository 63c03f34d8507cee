import {
  claimsFor,
  makeKey,
  prove,
  registerKeyedApp,
  sign,
  type AppKey,
} from '../../support/assertions.js';
import { TestApp } from '../../support/test-app.js';

const now = (): number => Math.floor(Date.now() / 1_000);

describe('an assertion that the client did sign', () => {
  let server: TestApp;
  let key: AppKey;
  let clientId: string;

  beforeAll(async () => {
    server = await TestApp.start();
    key = await makeKey();
    ({ clientId } = await registerKeyedApp(server, { jwks: { keys: [key.publicJwk] } }));
  });
  afterAll(() => server.stop());

  const claims = (changes: Record<string, unknown> = {}) =>
    claimsFor(clientId, server.origin, changes);
  const believed = async (assertion: string): Promise<void> => {
    await prove(server, assertion).expect(200);
  };
  /** The reason is reported to the client only. */
  const refused = async (assertion: string, description: string | RegExp): Promise<void> => {
    const { body, headers } = await prove(server, assertion).expect(401);
    const error_description: unknown = expect.stringMatching(description);
    expect(body).toEqual({ error: 'invalid_client', error_description });
    expect(headers['www-authenticate']).toMatch(/^Basic /);
    const [header, payload] = assertion.split('.');
    const forged = [header, payload, Buffer.alloc(64, 7).toString('base64url')].join('.');
    const { body: toStranger } = await prove(server, forged).expect(401);
    expect(toStranger).toEqual({
      error: 'invalid_client',
      error_description: 'Client authentication failed.',
    });
  };

  it('takes the issuer as a string or alone in a list (CA-08)', async () => {
    await believed(await sign(key, claims()));
    await believed(await sign(key, claims({ aud: [server.origin] })));
  });

  it.each([
    ['the token endpoint', (origin: string) => `${origin}/oauth/token`],
    ['the endpoint called', (origin: string) => `${origin}/oauth/revoke`],
    ['the issuer with a slash', (origin: string) => `${origin}/`],
    ['the issuer and somebody else', (origin: string) => [origin, 'https://other.example']],
    ['the issuer twice', (origin: string) => [origin, origin]],
    ['an empty list', () => []],
    ['somebody else', () => 'https://other.example'],
    ['nobody', () => undefined],
    ['a list in a list', (origin: string) => [[origin]]],
  ])('refuses the audience %s, and says which is right (CA-08)', async (_, audience) => {
    const assertion = await sign(key, claims({ aud: audience(server.origin) }));
    await refused(assertion, `The aud of the assertion must be ${server.origin} alone.`);
  });

  it.each(['client-authentication+jwt', 'JWT', 'jwt', 'application/client-authentication+jwt'])(
    'takes the type %s (CA-08)',
    async (typ) => {
      await believed(await sign(key, claims(), { typ }));
    },
  );

  it('takes an assertion without a type, and refuses one of another (CA-08)', async () => {
    await believed(await sign(key, claims(), { typ: undefined }));
    for (const typ of ['at+jwt', 'dpop+jwt', 'logout+jwt', '', 7, ['JWT']]) {
      await refused(await sign(key, claims(), { typ }), /^The typ of the assertion must be/);
    }
  });

  it('refuses critical headers (CA-07)', async () => {
    await refused(await sign(key, claims(), { crit: ['b64'], b64: true }), /critical headers/);
  });

  it('may last 65 minutes, which libraries make of an hour (CA-09)', async () => {
    await believed(await sign(key, claims({ exp: now() + 3_600 })));
    await believed(await sign(key, claims({ exp: now() + 3_890 })));
  });

  it.each<[string, () => Record<string, unknown>, RegExp]>([
    ['another issuer', () => ({ iss: 'app_other' }), /^The iss and the sub/],
    ['no issuer', () => ({ iss: undefined }), /^The iss and the sub/],
    ['no jti', () => ({ jti: undefined }), /needs a jti/],
    ['a jti that is a number', () => ({ jti: 7 }), /needs a jti/],
    ['no exp', () => ({ exp: undefined }), /needs an exp/],
    ['an exp that is text', () => ({ exp: String(now() + 60) }), /needs an exp/],
    ['an exp long past', () => ({ exp: now() - 60 }), /has expired/],
    ['an exp more than 65 minutes ahead', () => ({ exp: now() + 3_990 }), /65 minutes/],
    ['an exp at the end of time', () => ({ exp: 1e300 }), /needs an exp/],
    ['an exp before time began', () => ({ exp: -1 }), /needs an exp/],
    ['an nbf in the future', () => ({ nbf: now() + 120 }), /nbf of the assertion/],
    ['an nbf that is text', () => ({ nbf: 'now' }), /needs an exp/],
  ])('refuses %s, and says so (CA-07, CA-09)', async (_, changes, description) => {
    await refused(await sign(key, claims(changes())), description);
  });

  it('takes an assertion once, also from two callers at once (CA-09)', async () => {
    const assertion = await sign(key, claims());
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => (await prove(server, assertion)).status),
    );
    expect(answers.sort()).toEqual([200, ...Array<number>(7).fill(401)]);
    await refused(assertion, /was used before/);
    const rest = claims({ jti: claims().jti, exp: now() + 3_600 });
    await believed(await sign(key, rest));
    await refused(await sign(key, { ...rest, exp: now() + 120 }), /was used before/);
  });
});
