import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { ConnectedApp, type Tokens } from '../../support/connected-app.js';
import { ProofKey, seconds } from '../../support/proof-key.js';
import { TestApp } from '../../support/test-app.js';

describe('proofs that need a nonce of ours', () => {
  let server: TestApp;
  let replica: TestApp;
  let app: ConnectedApp;
  let key: ProofKey;
  beforeAll(async () => {
    server = await TestApp.start({ DPOP_NONCE: 'true' });
    replica = await server.startReplica({ DPOP_NONCE: 'true' });
    app = await ConnectedApp.connect(server, { accountScopes: ['openid'] });
    key = await ProofKey.make();
  });
  afterAll(async () => {
    await replica.stop();
    await server.stop();
  });

  const redeem = async (
    code: Awaited<ReturnType<ConnectedApp['getCode']>>,
    nonce?: unknown,
    via = server,
    claims = {},
  ) => {
    const uri = `${server.origin}/oauth/token`;
    const proof = await key.prove({ uri }, { claims: { nonce, ...claims } });
    return app.redeem(code, {}, via).set('DPoP', proof);
  };
  const call = async (token: string, nonce?: string, claims = {}) => {
    const target = { method: 'GET', uri: `${server.origin}/v1/`, token };
    const proof = await key.prove(target, { claims: { nonce, ...claims } });
    return server.http.get('/v1/').set({ Authorization: `DPoP ${token}`, DPoP: proof });
  };
  const nonceOf = ({ headers }: Response): string => String(headers['dpop-nonce']);
  const expectAsked = ({ status, body, headers }: Response) => {
    expect([status, body.error]).toEqual([400, 'use_dpop_nonce']);
    expect(headers['dpop-nonce']).toMatch(/^[\w-]{43}$/);
    expect(headers['cache-control']).toBe('no-store');
  };

  it('are told so at the token endpoint, before anything is spent, and go on at any server (DPOP-09)', async () => {
    const code = await app.getCode();
    const asked = await redeem(code);
    expectAsked(asked);
    for (const wrong of ['x', '', 7, null, nonceOf(asked).slice(1)]) {
      expectAsked(await redeem(code, wrong));
    }
    const answer = await redeem(code, nonceOf(asked), replica);
    expect([answer.status, answer.body.token_type]).toEqual([200, 'DPoP']);
    expect(nonceOf(answer)).toMatch(/^[\w-]{43}$/);
  });

  it('are told so at a resource, with a nonce that is none at the token endpoint (DPOP-09)', async () => {
    const first = nonceOf(await redeem(await app.getCode()));
    const { body } = await redeem(await app.getCode(), first);
    const { access_token } = body as Tokens;
    const asked = await call(access_token, first);
    expect(asked.status).toBe(401);
    expect(asked.headers['www-authenticate']).toMatch(/^DPoP error="use_dpop_nonce", /);
    expect(asked.headers['cache-control']).toContain('no-store');
    expect(nonceOf(asked)).not.toBe(first);
    expect((await call(access_token, nonceOf(asked))).status).toBe(200);
    expectAsked(await redeem(await app.getCode(), nonceOf(asked)));
  });

  it.each([-86_400, -3_600, 3_600, 86_400])(
    'are believed instead of a clock that is %d seconds off, and are still good once (DPOP-09, DPOP-10)',
    async (off) => {
      const claims = { iat: seconds() + off };
      expectAsked(await redeem(await app.getCode(), 'x'.repeat(43), server, claims));
      const nonce = nonceOf(await redeem(await app.getCode()));
      const once = { ...claims, jti: randomUUID() };
      const answer = await redeem(await app.getCode(), nonce, replica, once);
      expect([answer.status, answer.body.token_type]).toEqual([200, 'DPoP']);
      const again = await redeem(await app.getCode(), nonce, server, once);
      expect([again.status, again.body.error]).toEqual([400, 'invalid_dpop_proof']);
      const { access_token } = answer.body as Tokens;
      const asked = nonceOf(await call(access_token));
      const shown = { ...claims, jti: randomUUID() };
      expect((await call(access_token, asked, shown)).status).toBe(200);
      expect((await call(access_token, asked, shown)).status).toBe(401);
    },
  );

  it('leave a proof its own end, if it has one (DPOP-10)', async () => {
    const nonce = nonceOf(await redeem(await app.getCode()));
    const past = { exp: seconds() - 60 };
    const answer = await redeem(await app.getCode(), nonce, server, past);
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_dpop_proof']);
  });

  it('do not spend what a confidential app proves itself with, for it has to come again (DPOP-09)', async () => {
    const asked = await app
      .redeem(await app.getCode(), { client_id: 'app_x' })
      .set('DPoP', await key.prove({ uri: `${server.origin}/oauth/token` }));
    expectAsked(asked);
  });

  it('are asked for by a pushed request too (DPOP-09)', async () => {
    const uri = `${server.origin}/oauth/par`;
    const push = (proof: string) =>
      server.http
        .post('/oauth/par')
        .type('form')
        .send({ client_id: app.clientId })
        .set('DPoP', proof);
    const asked = await push(await key.prove({ uri }));
    expectAsked(asked);
    const nonce = nonceOf(asked);
    const { body } = await push(await key.prove({ uri }, { claims: { nonce } }));
    expect(body.error).not.toBe('use_dpop_nonce');
  });

  it('leave bearer tokens alone (DPOP-09)', async () => {
    const { access_token } = await app.getTokens();
    const answer = await server.http.get('/v1/').set('Authorization', `Bearer ${access_token}`);
    expect(answer.status).toBe(200);
    expect(answer.headers['dpop-nonce']).toBeUndefined();
  });
});
