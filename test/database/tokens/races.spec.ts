import type { Request, Response } from 'express';
import type { Test } from 'supertest';
import { AccessTokenVerifier } from '../../../src/modules/tokens/internal/access-token-verifier.js';
import { SINGLE_USE } from '../../../src/modules/tokens/internal/grant-types/shown-secrets.js';
import { Database } from '../../../src/platform/database/database.js';
import { requestContext } from '../../../src/platform/http/request-context.js';
import { ConnectedApp, type Tokens } from '../../support/connected-app.js';
import { TestApp } from '../../support/test-app.js';
import { auditOf, revokedAt } from '../../support/token-facts.js';

const PARALLEL = 50;

/** Two servers on one database, as in production: no process decides a race by its own state. */
describe('races for one code or refresh token over two servers', () => {
  let server: TestApp;
  let replica: TestApp;
  let app: ConnectedApp;
  let works: (token: string) => Promise<boolean>;

  beforeAll(async () => {
    server = await TestApp.start();
    replica = await server.startReplica();
    const verifier = replica.app.get(AccessTokenVerifier);
    works = async (token) => (await verifier.verify(token)) !== null;
  });
  afterAll(async () => {
    await replica.stop();
    await server.stop();
  });
  beforeEach(async () => {
    app = await ConnectedApp.connect(server);
  });

  /** Sends it fifty times at once, to both servers in turn; losers get `invalid_grant`. */
  async function race(request: (via: TestApp) => Test): Promise<Tokens> {
    const all = Array.from({ length: PARALLEL }, (_, i) => request(i % 2 === 0 ? server : replica));
    const answers = await Promise.all(all.map(async (one) => one));
    const winners = answers.filter(({ status }) => status === 200);
    const losers = answers.filter(({ status }) => status !== 200);
    expect(losers.map(({ status }) => status)).toEqual(Array(PARALLEL - 1).fill(400));
    for (const { body } of losers) expect(body).toMatchObject({ error: 'invalid_grant' });
    expect(winners).toHaveLength(1);
    return winners[0]?.body as Tokens;
  }

  it.each([1, 2, 3])('one redemption of a code wins and stays valid, %s (TOK-13, B1)', async () => {
    const code = await app.getCode();
    const winner = await race((via) => app.redeem(code, {}, via));
    expect(await works(winner.access_token)).toBe(true);
    const types = (await auditOf(server, code.id)).map(({ type }) => type);
    expect(types).toEqual(['code.raced']);
    const { body } = await app.refresh(winner.refresh_token).expect(200);
    const second = body as Tokens;

    await app.redeem(code, {}, replica).expect(400);
    expect(await works(winner.access_token)).toBe(false);
    expect(await works(second.access_token)).toBe(false);
    await app.refresh(second.refresh_token).expect(400);
  });

  it.each([1, 2, 3])('one refresh wins and stays valid, %s (REF-03, B4)', async () => {
    const { refresh_token: token } = await app.getTokens();
    const winner = await race((via) => app.refresh(token, {}, via));
    expect(await works(winner.access_token)).toBe(true);
    expect(await revokedAt(server, 'grants', app.grantId)).toBeNull();
    const { body } = await app.refresh(winner.refresh_token, {}, replica).expect(200);
    const second = body as Tokens;

    await app.refresh(token, {}, server).expect(400);
    expect(await works(second.access_token)).toBe(false);
    expect(await revokedAt(server, 'grants', app.grantId)).not.toBeNull();
    await app.refresh(second.refresh_token).expect(400);
  });

  it('never has two live leaves in one family (B4)', async () => {
    const { refresh_token: token } = await app.getTokens();
    await race((via) => app.refresh(token, {}, via));
    const leaves = await server.database.query(
      `SELECT FROM refresh_tokens r JOIN token_families f ON f.id = r.family_id
       WHERE f.grant_id = $1 AND r.consumed_at IS NULL`,
      [app.grantId],
    );
    expect(leaves).toHaveLength(1);
  });

  it('leaves no live token when a revocation meets a refresh (B16)', async () => {
    for (let round = 0; round < 20; round++) {
      const { refresh_token: token, access_token: old } = await app.getTokens();
      const [refreshed] = await Promise.all([
        app.refresh(token, {}, server).then((answer) => answer),
        app.revoke(token, {}, replica).expect(200),
      ]);
      expect([200, 400]).toContain(refreshed.status);
      expect(await works(old)).toBe(false);
      if (refreshed.status !== 200) continue;
      const tokens = refreshed.body as Tokens;
      expect(await works(tokens.access_token)).toBe(false);
      await app.refresh(tokens.refresh_token).expect(400);
    }
  });

  it('leaves no live token when a replay meets a refresh (B2)', async () => {
    for (let round = 0; round < 10; round++) {
      const code = await app.getCode();
      const first = (await app.redeem(code).expect(200)).body as Tokens;
      const [refreshed] = await Promise.all([
        app.refresh(first.refresh_token, {}, server).then((answer) => answer),
        app.redeem(code, {}, replica).expect(400),
      ]);
      expect(await works(first.access_token)).toBe(false);
      if (refreshed.status === 200) {
        expect(await works((refreshed.body as Tokens).access_token)).toBe(false);
      }
    }
  });

  describe('that was won a while ago', () => {
    /** Id of a refresh token that was consumed so long ago. */
    async function spent(ago: string): Promise<string> {
      const { refresh_token: token } = await app.getTokens();
      await app.refresh(token).expect(200);
      const [row] = await server.database.query<{ id: string }>(
        `UPDATE refresh_tokens SET consumed_at = now() - $2::interval
         WHERE id = (SELECT r.id FROM refresh_tokens r JOIN token_families f ON f.id = r.family_id
           WHERE f.grant_id = $1 AND r.consumed_at IS NOT NULL
           ORDER BY r.consumed_at DESC LIMIT 1) RETURNING id`,
        [app.grantId, ago],
      );
      return row?.id ?? '';
    }
    const use = SINGLE_USE.refresh_token.rows;
    const judge = (id: string) => use.judge(server.app.get(Database), id);

    /** A request whose headers were received so many milliseconds ago, and whose body was delayed. */
    function underWayFor<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
      const began = performance.now() - milliseconds;
      jest.spyOn(performance, 'now').mockReturnValueOnce(began);
      const request = { id: 'req', headers: {}, socket: {} } as unknown as Request;
      return new Promise((resolve, reject) => {
        requestContext(request, {} as Response, () => void work().then(resolve, reject));
      });
    }

    it('is kept open by its losers for two seconds at most, so that no thief can hide in it', async () => {
      const id = await spent('10 seconds');
      const nothing = () => Promise.resolve(null);
      const lost = await use.consume(server.app.get(Database), id, nothing);
      expect(lost).toEqual({ outcome: 'raced' });
      const open = await server.database.query(
        `SELECT extract(epoch FROM raced_until - consumed_at)::int AS seconds FROM refresh_tokens WHERE id = $1`,
        [id],
      );
      expect(open).toEqual([{ seconds: 2 }]);
    });

    it('has no losers after two seconds, however long a request was under way (B5)', async () => {
      const late = await spent('10 seconds');
      const early = await spent('1 second');
      expect(await underWayFor(60_000, () => judge(late))).toBe('replayed');
      expect(await underWayFor(60_000, () => judge(early))).toBe('raced');
    });
  });
});
