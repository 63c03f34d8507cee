import { ClearProofsJob } from '../../../src/platform/dpop/clear-proofs.job.js';
import { ConnectedApp, type Tokens } from '../../support/connected-app.js';
import { ProofKey } from '../../support/proof-key.js';
import { TestApp } from '../../support/test-app.js';

describe('proofs that are shown to several servers', () => {
  let server: TestApp;
  let replica: TestApp;
  let app: ConnectedApp;
  let key: ProofKey;
  beforeAll(async () => {
    server = await TestApp.start();
    replica = await server.startReplica();
    app = await ConnectedApp.connect(server);
    key = await ProofKey.make();
  });
  afterAll(async () => {
    await replica.stop();
    await server.stop();
  });

  const via = (index: number) => (index % 2 === 0 ? server : replica);
  const prove = () => key.prove({ uri: `${server.origin}/oauth/token` });

  it('are good once at the token endpoint, however many come at once (DPOP-10)', async () => {
    for (let round = 0; round < 5; round++) {
      const proof = await prove();
      const codes = await Promise.all(Array.from({ length: 8 }, () => app.getCode()));
      const answers = await Promise.all(
        codes.map((code, index) => app.redeem(code, {}, via(index)).set('DPoP', proof)),
      );
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual([200, ...Array<number>(7).fill(400)]);
    }
  });

  it('are good once at a resource, however many come at once (DPOP-10)', async () => {
    const { body } = await app.redeem(await app.getCode()).set('DPoP', await prove());
    const { access_token: token } = body as Tokens;
    for (let round = 0; round < 5; round++) {
      const dpop = await key.prove({ method: 'GET', uri: `${server.origin}/v1/`, token });
      const headers = { Authorization: `DPoP ${token}`, DPoP: dpop };
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) => via(index).http.get('/v1/').set(headers)),
      );
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual([200, ...Array<number>(7).fill(401)]);
    }
  });

  it('are known by key and id, so that nobody can spend those of others (DPOP-10)', async () => {
    const uri = `${server.origin}/oauth/token`;
    for (const by of [key, await ProofKey.make()]) {
      const proof = await by.prove({ uri }, { claims: { jti: 'one-of-a-kind' } });
      await app
        .redeem(await app.getCode())
        .set('DPoP', proof)
        .expect(200);
    }
  });

  it('are kept hashed, until they are too old to come again (DPOP-10)', async () => {
    const jti = 'to-be-found-in-no-dump';
    const proof = await key.prove({ uri: `${server.origin}/oauth/token` }, { claims: { jti } });
    await app
      .redeem(await app.getCode())
      .set('DPoP', proof)
      .expect(200);
    const rows = await server.database.query<{ text: string; bytes: number; life: number }>(
      `SELECT p::text AS text, length(proof_hash) AS bytes,
         extract(epoch FROM expires_at - now())::int AS life FROM dpop_proofs p`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { text, bytes, life } of rows) {
      expect(text).not.toContain(Buffer.from(jti).toString('hex'));
      expect(bytes).toBe(32);
      expect(life).toBeLessThanOrEqual(60);
    }
    const job = server.app.get(ClearProofsJob, { strict: false });
    await job.run();
    const count = `SELECT count(*)::int AS n FROM dpop_proofs`;
    expect(await server.database.query(count)).toEqual([{ n: rows.length }]);
    await server.database.query(
      `UPDATE dpop_proofs SET expires_at = now() - interval '61 seconds'`,
    );
    await job.run();
    expect(await server.database.query(count)).toEqual([{ n: 0 }]);
  });
});
