import type { Response } from 'supertest';
import { mintSecret } from '../../../src/kernel/secret.js';
import { ConnectedApp, type IssuedCode, type Tokens } from '../../support/connected-app.js';
import { ProofKey, turnSignature } from '../../support/proof-key.js';
import { rawRequest } from '../../support/raw-request.js';
import { SPOILED_CLAIMS, SPOILED_KEYS } from '../../support/spoiled-proofs.js';
import { TestApp } from '../../support/test-app.js';
import { auditOf, revokedAt } from '../../support/token-facts.js';

describe('the token endpoint and a proof of a key', () => {
  let server: TestApp;
  let app: ConnectedApp;
  let key: ProofKey;
  let stranger: ProofKey;
  beforeAll(async () => {
    server = await TestApp.start();
    key = await ProofKey.make();
    stranger = await ProofKey.make();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    app = await ConnectedApp.connect(server);
  });

  const uri = () => `${server.origin}/oauth/token`;
  const proofBy = (by = key) => by.prove({ uri: uri() });
  const redeem = async (code: IssuedCode, by: ProofKey | null = key) =>
    by ? app.redeem(code).set('DPoP', await proofBy(by)) : app.redeem(code);
  const refresh = async (token: string, by: ProofKey | null = key) =>
    by ? app.refresh(token).set('DPoP', await proofBy(by)) : app.refresh(token);
  const tokensOf = ({ body }: Response) => body as Tokens & { token_type: string };
  const expectRefused = ({ status, body, headers }: Response) => {
    expect([status, body.error]).toEqual([400, 'invalid_dpop_proof']);
    expect(body.error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]{10,}$/);
    expect(headers['cache-control']).toBe('no-store');
  };
  const bindCode = (code: IssuedCode, jkt: string) =>
    server.database.query(`UPDATE authorization_codes SET dpop_jkt = $2 WHERE id = $1`, [
      code.id,
      jkt,
    ]);

  it.each(['ES256', 'EdDSA', 'Ed25519', 'PS256', 'RS256'])(
    'binds the access token to a key that proves itself under %s (DPOP-01, DPOP-03)',
    async (algorithm) => {
      const by = await ProofKey.make(algorithm);
      const answer = await redeem(await app.getCode(), by);
      expect([answer.status, answer.body.token_type]).toEqual([200, 'DPoP']);
      const [row] = await server.database.query<{ dpop_jkt: string }>(
        `SELECT t.dpop_jkt FROM access_tokens t JOIN token_families f ON f.id = t.family_id WHERE f.grant_id = $1`,
        [app.grantId],
      );
      expect(row?.dpop_jkt).toBe(by.thumbprint);
    },
  );

  it('gives a bearer token without one (DPOP-03)', async () => {
    const { body } = await redeem(await app.getCode(), null);
    expect(body.token_type).toBe('Bearer');
  });

  it.each([...SPOILED_KEYS, ...SPOILED_CLAIMS])(
    'refuses a proof %s, and spends nothing (DPOP-02, DPOP-10)',
    async (_fault, make) => {
      const code = await app.getCode();
      expectRefused(await app.redeem(code).set('DPoP', await make(key, { uri: uri() })));
      expect((await redeem(code)).status).toBe(200);
    },
  );

  it.each([
    ['a query', (text: string) => `${text}?a=b`],
    ['a fragment', (text: string) => `${text}#top`],
    ['a host in capitals', (text: string) => text.replace('localhost', 'LocalHost')],
    ['needless escapes', (text: string) => text.replace('oauth', '%6fauth')],
    ['dot segments', (text: string) => text.replace('/oauth', '/x/../oauth')],
  ])('takes an htu with %s, which means the same (DPOP-02)', async (_, write) => {
    const proof = await key.prove({ uri: write(uri()) });
    expect((await app.redeem(await app.getCode()).set('DPoP', proof)).status).toBe(200);
  });

  it('believes the configuration and not the request about its own name (DPOP-02)', async () => {
    const code = await app.getCode();
    const proof = await key.prove({ uri: 'https://evil.example/oauth/token' });
    const foreign = {
      Host: 'evil.example',
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
    };
    expectRefused(await app.redeem(code).set(foreign).set('DPoP', proof));
    expect(
      (
        await app
          .redeem(code)
          .set(foreign)
          .set('DPoP', await proofBy())
      ).status,
    ).toBe(200);
  });

  it('takes no notice of what else is in the header of the proof', async () => {
    const header = {
      kid: '../../x',
      x5c: ['MIIB'],
      jku: 'https://evil.example/jwks',
      x5u: 'https://evil.example',
    };
    const jwk = { ...key.jwk, kid: 'x', use: 'enc', alg: 'none', key_ops: ['sign'], x5c: ['MIIB'] };
    const proof = await key.prove({ uri: uri() }, { header: { ...header, jwk } });
    expect((await app.redeem(await app.getCode()).set('DPoP', proof)).body.token_type).toBe('DPoP');
  });

  it('refuses a proof that was shown before, and spends nothing (DPOP-10)', async () => {
    const proof = await proofBy();
    const [first, second] = [await app.getCode(), await app.getCode()];
    expect((await app.redeem(first).set('DPoP', proof)).status).toBe(200);
    expectRefused(await app.redeem(second).set('DPoP', proof));
    expect((await redeem(second)).status).toBe(200);
  });

  it('knows a proof again though its signature was turned into another good one (DPOP-10)', async () => {
    const proof = await proofBy();
    const [first, second] = [await app.getCode(), await app.getCode()];
    expect((await app.redeem(first).set('DPoP', turnSignature(proof))).status).toBe(200);
    expectRefused(await app.redeem(second).set('DPoP', proof));
  });

  it('refuses several proofs, good as each may be (DPOP-02)', async () => {
    const { code, verifier } = await app.getCode();
    const form = { grant_type: 'authorization_code', code, code_verifier: verifier };
    const { status, text } = await rawRequest(
      server.origin,
      'POST',
      '/oauth/token',
      {
        'content-type': 'application/x-www-form-urlencoded',
        dpop: [await proofBy(), await proofBy()],
      },
      new URLSearchParams({ ...form, client_id: app.clientId }).toString(),
    );
    expect([status, JSON.parse(text)]).toMatchObject([400, { error: 'invalid_dpop_proof' }]);
  });

  it('keeps no proof that came without a client (DPOP-10)', async () => {
    const proof = await proofBy();
    await app
      .redeem(await app.getCode(), { client_id: 'app_x' })
      .set('DPoP', proof)
      .expect(401);
    expect((await app.redeem(await app.getCode()).set('DPoP', proof)).status).toBe(200);
  });

  describe('with a code that is bound to a key', () => {
    it('gives tokens to that key alone, and spends nothing otherwise (DPOP-05, AUTH-15)', async () => {
      const code = await app.getCode();
      await bindCode(code, key.thumbprint);
      for (const by of [null, stranger, null, stranger, stranger, null]) {
        expectRefused(await redeem(code, by));
      }
      const reasons = (await auditOf(server, code.id)).map(({ type, reason }) => [type, reason]);
      expect(reasons).toEqual([
        ['token.key_mismatch', 'no_proof'],
        ['token.key_mismatch', 'other_key'],
      ]);
      expect((await redeem(code)).body.token_type).toBe('DPoP');
    });

    it('says invalid_grant first to whoever has not the verifier either (DPOP-05, B2)', async () => {
      const code = await app.getCode();
      await bindCode(code, key.thumbprint);
      const guess = { ...code, verifier: 'x'.repeat(43) };
      expect((await redeem(guess, stranger)).body.error).toBe('invalid_grant');
    });

    it('takes a replay without the key for no replay (DPOP-05, B2)', async () => {
      const code = await app.getCode();
      await bindCode(code, key.thumbprint);
      const tokens = tokensOf(await redeem(code));
      expectRefused(await redeem(code, stranger));
      expect((await refresh(tokens.refresh_token)).status).toBe(200);
    });
  });

  describe('and a refresh token of a public client', () => {
    it('goes on with the same key alone, and is not spent otherwise (DPOP-04)', async () => {
      const { refresh_token } = tokensOf(await redeem(await app.getCode()));
      expectRefused(await refresh(refresh_token, stranger));
      expectRefused(await refresh(refresh_token, null));
      const next = tokensOf(await refresh(refresh_token));
      expect(next.token_type).toBe('DPoP');
      expectRefused(await refresh(next.refresh_token, null));
      expect((await refresh(next.refresh_token)).status).toBe(200);
    });

    it('ends nothing when a thief without the key shows a spent one, everything when its owner does (DPOP-04)', async () => {
      const first = tokensOf(await redeem(await app.getCode()));
      const second = tokensOf(await refresh(first.refresh_token));
      expectRefused(await refresh(first.refresh_token, null));
      expectRefused(await refresh(first.refresh_token, stranger));
      expect(await revokedAt(server, 'grants', app.grantId)).toBeNull();
      const third = tokensOf(await refresh(second.refresh_token));
      const replay = await refresh(first.refresh_token);
      expect(replay.body.error).toBe('invalid_grant');
      expect((await refresh(third.refresh_token)).body.error).toBe('invalid_grant');
      expect(await revokedAt(server, 'grants', app.grantId)).not.toBeNull();
    });

    it('stays bound when an app that acted as a public one begins to use its secret (DPOP-04)', async () => {
      const { text: client_secret, hash } = mintSecret('iscs');
      await server.database.query(
        `UPDATE clients SET token_endpoint_auth_method = 'client_secret_basic', auth_method_defaulted = true,
           secret_hash = $2 WHERE id = $1`,
        [app.clientUuid, hash],
      );
      let { refresh_token } = tokensOf(await redeem(await app.getCode()));
      for (let round = 0; round < 2; round++) {
        expectRefused(await app.refresh(refresh_token, { client_secret }));
        const proven = app.refresh(refresh_token, { client_secret }).set('DPoP', await proofBy());
        ({ refresh_token } = tokensOf(await proven.expect(200)));
      }
    });

    it('becomes bound at the first refresh that proves a key (DPOP-04)', async () => {
      const bearer = await app.getTokens();
      const bound = tokensOf(await refresh(bearer.refresh_token));
      expect(bound.token_type).toBe('DPoP');
      expectRefused(await refresh(bound.refresh_token, null));
    });
  });

  it('lets a confidential client refresh with any key or none: its secret binds it (DPOP-04)', async () => {
    app = await ConnectedApp.connect(server, { confidential: true });
    let tokens = tokensOf(await redeem(await app.getCode()));
    for (const [by, type] of [
      [stranger, 'DPoP'],
      [null, 'Bearer'],
      [key, 'DPoP'],
    ] as const) {
      tokens = tokensOf(await refresh(tokens.refresh_token, by));
      expect(tokens.token_type).toBe(type);
    }
  });

  it('gives nothing without a proof to an app that registered so (DPOP-03)', async () => {
    await server.database.query(
      `UPDATE clients SET dpop_bound_access_tokens = true WHERE id = $1`,
      [app.clientUuid],
    );
    const code = await app.getCode();
    expectRefused(await redeem(code, null));
    const { refresh_token } = tokensOf(await redeem(code));
    expectRefused(await refresh(refresh_token, null));
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  it('revokes bound tokens without a proof: to end something needs no key (REV-04)', async () => {
    const tokens = tokensOf(await redeem(await app.getCode()));
    await app.revoke(tokens.refresh_token).expect(200);
    expect((await refresh(tokens.refresh_token)).body.error).toBe('invalid_grant');
  });
});
