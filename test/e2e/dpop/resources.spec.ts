import { toWireId } from '../../../src/kernel/ids.js';
import { mintSecret } from '../../../src/kernel/secret.js';
import { ConnectedApp, type Tokens } from '../../support/connected-app.js';
import { ProofKey, type Spoiled } from '../../support/proof-key.js';
import { rawRequest, type RawAnswer } from '../../support/raw-request.js';
import { RequestStatements } from '../../support/request-statements.js';
import { SPOILED_CLAIMS, SPOILED_KEYS } from '../../support/spoiled-proofs.js';
import { TestApp } from '../../support/test-app.js';

type Headers = Record<string, string | string[]>;

const ALGORITHMS = 'algs="ES256 EdDSA Ed25519 PS256 RS256"';
const SCOPES = ['openid', 'project:read', 'segments:read'];

describe.each([
  ['the Product API', 'api', 'access-token.verify-in-project'],
  ['UserInfo', 'user-info', 'access-token.verify-person'],
])('%s and tokens that are bound to a key', (_name, which, verification) => {
  let server: TestApp;
  let app: ConnectedApp;
  let key: ProofKey;
  let path: string;
  let bound: string;
  let bearer: string;
  let place: string;

  beforeAll(async () => {
    server = await TestApp.start();
    key = await ProofKey.make();
    app = await ConnectedApp.register(server, { accountScopes: ['openid'] });
    const project = await app.addProject();
    const proof = await key.prove({ uri: `${server.origin}/oauth/token` });
    const { body } = await app.redeem(await app.getCode(SCOPES)).set('DPoP', proof);
    bound = (body as Tokens).access_token;
    bearer = (await app.getAccessToken(SCOPES)).token;
    const api = which === 'api';
    path = api ? `/v1/project/${toWireId('prj', project.id)}/segment` : '/oauth/userinfo';
    place = api
      ? `resource_metadata="${server.origin}/.well-known/oauth-protected-resource/v1"`
      : 'realm="oauth"';
  });
  afterAll(() => server.stop());

  const send = (headers: Headers, target = path): Promise<RawAnswer> =>
    rawRequest(server.origin, 'GET', target, headers);
  const target = (token = bound) => ({ method: 'GET', uri: server.origin + path, token });
  const prove = (spoiled: Spoiled = {}, token = bound) => key.prove(target(token), spoiled);
  const show = async (proof: string | string[], token = bound) =>
    send({ authorization: `DPoP ${token}`, dpop: proof });
  const challengeOf = ({ headers }: RawAnswer) => String(headers['www-authenticate']);
  const expectRefused = (answer: RawAnswer, error: string): void => {
    expect(answer.status).toBe(401);
    const challenge = `DPoP error="${error}", error_description="[^"]+", ${ALGORITHMS}, ${place}`;
    expect(challengeOf(answer)).toMatch(new RegExp(`^${challenge}$`));
    expect(answer.headers['cache-control']).toContain('no-store');
  };

  it.each(['DPoP', 'dpop', 'DPOP'])(
    'lets in who proves the key, with the scheme written %s (DPOP-06)',
    async (scheme) => {
      const answer = await send({ authorization: `${scheme} ${bound}`, dpop: await prove() });
      expect(answer.status).toBe(200);
    },
  );

  it.each([...SPOILED_KEYS, ...SPOILED_CLAIMS])(
    'refuses a proof %s (DPOP-02, DPOP-06, DPOP-10)',
    async (_fault, make) =>
      expectRefused(await show(await make(key, target())), 'invalid_dpop_proof'),
  );

  it.each<[string, () => Promise<string>]>([
    ['without ath', () => prove({ claims: { ath: undefined } })],
    ['for another token', () => prove({}, bearer)],
    ['with the token itself as ath', () => prove({ claims: { ath: bound } })],
  ])('refuses a proof %s (DPOP-06)', async (_fault, make) =>
    expectRefused(await show(await make()), 'invalid_dpop_proof'),
  );

  it('refuses several proofs, and none (DPOP-02, DPOP-06)', async () => {
    expectRefused(await show([await prove(), await prove()]), 'invalid_dpop_proof');
    expectRefused(await send({ authorization: `DPoP ${bound}` }), 'invalid_dpop_proof');
  });

  it('refuses the proof of another key (DPOP-06)', async () => {
    const stranger = await ProofKey.make();
    expectRefused(await show(await stranger.prove(target())), 'invalid_token');
  });

  it('takes a proof for HEAD with HEAD alone (DPOP-02)', async () => {
    const head = async (method: string) => {
      const dpop = await key.prove({ ...target(), method });
      const authorization = `DPoP ${bound}`;
      return rawRequest(server.origin, 'HEAD', path, { authorization, dpop });
    };
    expect([(await head('HEAD')).status, (await head('GET')).status]).toEqual([200, 401]);
  });

  it('refuses a proof that was shown before (DPOP-10)', async () => {
    const proof = await prove();
    expect((await show(proof)).status).toBe(200);
    expectRefused(await show(proof), 'invalid_dpop_proof');
  });

  it('remembers no proof beside a token that is none (DPOP-10)', async () => {
    const count = async () =>
      (await server.database.query<{ n: number }>('SELECT count(*)::int AS n FROM dpop_proofs'))[0]
        ?.n;
    const before = await count();
    const dead = mintSecret('isoa').text;
    expectRefused(await show(await prove({}, dead), dead), 'invalid_token');
    expect(await count()).toBe(before);
  });

  it('costs one statement for reading, and one to take the proof (DPOP-10)', async () => {
    const headers = { authorization: `DPoP ${bound}`, dpop: await prove() };
    const names = await RequestStatements.of(send(headers));
    expect(names.slice(0, 2)).toEqual([verification, 'dpop-proofs.consume']);
  });

  it('says in the scheme that was used what a token lacks (DPOP-06, RS-04)', async () => {
    const { token, id } = await app.getAccessToken(['email']);
    await server.database.query('UPDATE access_tokens SET dpop_jkt = $2 WHERE id = $1', [
      id,
      key.thumbprint,
    ]);
    const answer = await show(await prove({}, token), token);
    expect(answer.status).toBe(403);
    expect(challengeOf(answer)).toMatch(
      /^DPoP error="insufficient_scope", .*scope="[^"]+", algs="/,
    );
    expect(challengeOf(answer)).not.toContain('Bearer');
  });

  it('refuses a bound token as a bearer token, whatever comes with it, and says what would do (DPOP-07)', async () => {
    const authorization = `Bearer ${bound}`;
    for (const headers of [
      { authorization },
      { authorization, dpop: await prove() },
    ] as Headers[]) {
      const answer = await send(headers);
      expect(answer.status).toBe(401);
      expect(challengeOf(answer)).toMatch(/^Bearer error="invalid_token", /);
      expect(challengeOf(answer)).toContain(`, DPoP ${ALGORITHMS}, ${place}`);
      expect(challengeOf(answer).match(/error=/g)).toHaveLength(1);
    }
  });

  it('refuses a bearer token with a proof, which nobody asked for (DPOP-07)', async () => {
    expectRefused(await show(await prove({}, bearer), bearer), 'invalid_token');
  });

  it('lets a bearer token in as ever, with a useless proof beside it (DPOP-07)', async () => {
    expect((await send({ authorization: `Bearer ${bearer}`, dpop: 'useless' })).status).toBe(200);
  });

  it('asks a stranger for either, without an error (DPOP-08)', async () => {
    for (const headers of [
      {},
      { dpop: await prove() },
      { authorization: 'Basic eDp5' },
    ] as Headers[]) {
      const answer = await send(headers);
      expect(answer.status).toBe(401);
      expect(challengeOf(answer)).toBe(`Bearer ${place}, DPoP ${ALGORITHMS}, ${place}`);
    }
  });

  it('is not to be asked in two ways at once (DPOP-08)', async () => {
    const both = [`DPoP ${bound}`, `Bearer ${bearer}`];
    for (const authorization of [both, both.toReversed()]) {
      const answer = await send({ authorization, dpop: await prove() });
      expect(answer.status).toBe(400);
      expect(challengeOf(answer)).toContain('error="invalid_request"');
    }
    const query = await send(
      { authorization: both[0] ?? '', dpop: await prove() },
      `${path}?access_token=x`,
    );
    expect(query.status).toBe(400);
    expect(challengeOf(query)).toMatch(/^DPoP error="invalid_request"/);
  });

  it('is called by any page with a proof, which may read the nonce (HTTP-03, HTTP-04)', async () => {
    const preflight = await server.http.options(path).set({
      Origin: 'https://app.example',
      'Access-Control-Request-Headers': 'authorization,dpop',
    });
    expect(preflight.headers['access-control-allow-headers']).toContain('dpop');
    const { headers } = await send({ origin: 'https://app.example' });
    expect(headers['access-control-expose-headers']).toContain('DPoP-Nonce');
  });
});
