import type { User } from '../../../src/modules/accounts/users.service.js';
import type { Browser } from '../../support/browser.js';
import { answerOf, decide } from '../../support/consent-page.js';
import { ProofKey } from '../../support/proof-key.js';
import { SPOILED_CLAIMS, SPOILED_KEYS } from '../../support/spoiled-proofs.js';
import { TestApp } from '../../support/test-app.js';
import { type AskingApp, World } from '../../support/world.js';

const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

describe('a code for one key only', () => {
  let server: TestApp;
  let world: World;
  let app: AskingApp;
  let browser: Browser;
  let user: User;
  let project: string;
  let key: ProofKey;
  let stranger: ProofKey;

  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
    app = await world.registerApp();
    ({ browser, user } = await world.person());
    project = (await world.project(user, 'owner')).wireId;
    key = await ProofKey.make();
    stranger = await ProofKey.make();
  });
  afterAll(() => server.stop());

  const request = (more: Record<string, string> = {}): string =>
    world.authorizePath(app, { code_challenge: CHALLENGE, ...more });
  const push = (more: Record<string, string>, proof?: string) => {
    const call = server.http
      .post('/oauth/par')
      .type('form')
      .send(request(more).split('?')[1] ?? '');
    return proof === undefined ? call : call.set('DPoP', proof);
  };
  const prove = (by = key) => by.prove({ uri: `${server.origin}/oauth/par` });

  const codeFor = async (path: string): Promise<string> => {
    const opened = await world.openConsent(browser, path);
    return answerOf(await decide(browser, opened, { projects: [project] })).code ?? '';
  };
  const redeem = async (code: string, by: ProofKey | null) => {
    const form = {
      grant_type: 'authorization_code',
      client_id: app.clientId,
      code,
      code_verifier: VERIFIER,
    };
    const call = server.http.post('/oauth/token').type('form').send(form);
    const proof = await by?.prove({ uri: `${server.origin}/oauth/token` });
    return proof === undefined ? call : call.set('DPoP', proof);
  };
  const expectForKeyAlone = async (code: string) => {
    expect((await redeem(code, stranger)).body.error).toBe('invalid_dpop_proof');
    expect((await redeem(code, null)).body.error).toBe('invalid_dpop_proof');
    expect((await redeem(code, key)).body.token_type).toBe('DPoP');
  };
  const pushedPath = async (more: Record<string, string>, proof?: string): Promise<string> => {
    const { body } = await push(more, proof).expect(201);
    const { request_uri } = body as { request_uri: string };
    return `/oauth/authorize?${new URLSearchParams({ client_id: app.clientId, request_uri }).toString()}`;
  };

  it('comes of a dpop_jkt at the authorization endpoint (DPOP-05)', async () => {
    await expectForKeyAlone(await codeFor(request({ dpop_jkt: key.thumbprint })));
  });

  it('comes of a dpop_jkt in a pushed request (DPOP-05)', async () => {
    await expectForKeyAlone(await codeFor(await pushedPath({ dpop_jkt: key.thumbprint })));
  });

  it('comes of a proof at the pushed request endpoint, with or without the dpop_jkt (DPOP-05)', async () => {
    await expectForKeyAlone(await codeFor(await pushedPath({}, await prove())));
    const both = await pushedPath({ dpop_jkt: key.thumbprint }, await prove());
    await expectForKeyAlone(await codeFor(both));
  });

  it('cannot be unbound, or bound to another key, where the browser passes (DPOP-05, PAR-05)', async () => {
    const path = await pushedPath({}, await prove());
    await expectForKeyAlone(await codeFor(`${path}&dpop_jkt=${stranger.thumbprint}`));
  });

  it('is not to be had for two keys at once (DPOP-05)', async () => {
    const answer = await push({ dpop_jkt: stranger.thumbprint }, await prove()).expect(400);
    expect(answer.body.error).toBe('invalid_request');
  });

  it.each([...SPOILED_KEYS, ...SPOILED_CLAIMS])(
    'is not to be had by a pushed request with a proof %s (DPOP-02)',
    async (_fault, make) => {
      const proof = await make(key, { uri: `${server.origin}/oauth/par` });
      const answer = await push({}, proof).expect(400);
      expect(answer.body.error).toBe('invalid_dpop_proof');
      expect(answer.headers['cache-control']).toBe('no-store');
    },
  );

  it('is not to be had with the same proof twice, or with one for the token endpoint (DPOP-10)', async () => {
    const proof = await prove();
    await push({}, proof).expect(201);
    for (const bad of [proof, await key.prove({ uri: `${server.origin}/oauth/token` })]) {
      expect((await push({}, bad).expect(400)).body.error).toBe('invalid_dpop_proof');
    }
  });

  it('comes of a dpop_jkt too where the person is not asked again (DPOP-05)', async () => {
    app = await world.verifiedApp(['segments:read']);
    await codeFor(request());
    const back = await browser.get(request({ dpop_jkt: key.thumbprint }));
    await expectForKeyAlone(answerOf(back).code ?? '');
  });
});
