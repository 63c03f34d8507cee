import { AccessTokenVerifier } from '../../../src/modules/tokens/internal/access-token-verifier.js';
import { ReplayNonces } from '../../../src/modules/tokens/internal/grant-types/replay-nonces.js';
import { ClearReplayNoncesJob } from '../../../src/modules/tokens/internal/clear-replay-nonces.job.js';
import { ConnectedApp, type Tokens } from '../../support/connected-app.js';
import { eventually } from '../../support/eventually.js';
import { TestApp } from '../../support/test-app.js';
import { laterAuditOf, revokedAt } from '../../support/token-facts.js';

const PARALLEL = 20;

/** The members that must be equal; `expires_in` decreases. */
const tokensIn = ({ access_token, refresh_token, scope }: Tokens) =>
  [access_token, refresh_token, scope].join(' ');

describe('POST /oauth/token within a replay window', () => {
  let server: TestApp;
  let replica: TestApp;
  let app: ConnectedApp;
  let first: Tokens;

  const refreshed = async (token: string, form = {}, via = server) =>
    (await app.refresh(token, form, via).expect(200)).body as Tokens;
  const refused = async (token: string, error: string, form = {}) =>
    expect((await app.refresh(token, form).expect(400)).body).toMatchObject({ error });
  const works = async (token: string) =>
    (await server.app.get(AccessTokenVerifier).verify(token)) !== null;
  const isRevoked = async () => (await revokedAt(server, 'grants', app.grantId)) !== null;
  const countOf = async (table: 'refresh_tokens' | 'access_tokens') => {
    const [row] = await server.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${table} t JOIN token_families f ON f.id = t.family_id
       WHERE f.grant_id = $1`,
      [app.grantId],
    );
    return row?.count;
  };
  /** As if the refresh had been so long ago. */
  const age = (seconds: number) =>
    server.database.query(
      `UPDATE refresh_tokens SET consumed_at = consumed_at - make_interval(secs => $1)`,
      [seconds],
    );

  beforeAll(async () => {
    server = await TestApp.start({ PUBLIC_REFRESH_REPLAY_WINDOW_SECONDS: '30' });
    replica = await server.startReplica({ PUBLIC_REFRESH_REPLAY_WINDOW_SECONDS: '30' });
  });
  afterAll(async () => {
    await replica.stop();
    await server.stop();
  });
  beforeEach(async () => {
    app = await ConnectedApp.connect(server);
    first = await app.getTokens();
  });

  it('gives twenty parallel requests over two servers the same one successor (B6)', async () => {
    const answers = await Promise.all(
      Array.from({ length: PARALLEL }, async (_, i) =>
        refreshed(first.refresh_token, {}, i % 2 === 0 ? server : replica),
      ),
    );
    expect(new Set(answers.map(tokensIn)).size).toBe(1);
    expect([await countOf('refresh_tokens'), await countOf('access_tokens')]).toEqual([2, 2]);
    const [one] = answers as [Tokens];
    expect(await works(one.access_token)).toBe(true);
    await refreshed(one.refresh_token);
    expect(await isRevoked()).toBe(false);
  });

  it('repeats the answer that was lost, from any server, and records it (B6)', async () => {
    const lost = await refreshed(first.refresh_token);
    const again = await refreshed(first.refresh_token, {}, replica);
    expect(tokensIn(again)).toBe(tokensIn(lost));
    expect(again.expires_in).toBeLessThanOrEqual(lost.expires_in);
    const facts = await server.database.query(
      `SELECT FROM audit_events WHERE type = 'refresh.repeated' AND actor ->> 'grantId' = $1`,
      [app.grantId],
    );
    expect(facts).toHaveLength(1);
  });

  it('ends the grant once the successor was used (B5)', async () => {
    const second = await refreshed(first.refresh_token);
    const third = await refreshed(second.refresh_token);
    await refused(first.refresh_token, 'invalid_grant');
    expect(await isRevoked()).toBe(true);
    expect(await works(third.access_token)).toBe(false);
  });

  it('ends the grant once the window is over (B5)', async () => {
    const second = await refreshed(first.refresh_token);
    await age(29);
    expect(tokensIn(await refreshed(first.refresh_token))).toBe(tokensIn(second));
    await age(2);
    await refused(first.refresh_token, 'invalid_grant');
    expect(await isRevoked()).toBe(true);
    await refused(second.refresh_token, 'invalid_grant');
  });

  it('covers the immediate predecessor alone (B5)', async () => {
    const second = await refreshed(first.refresh_token);
    const third = await refreshed(second.refresh_token);
    expect(tokensIn(await refreshed(second.refresh_token))).toBe(tokensIn(third));
    await refused(first.refresh_token, 'invalid_grant');
    expect(await isRevoked()).toBe(true);
  });

  it('repeats nothing to a request for other scopes, and ends nothing', async () => {
    const second = await refreshed(first.refresh_token, { scope: 'project:read' });
    await refused(first.refresh_token, 'invalid_grant');
    await refused(first.refresh_token, 'invalid_grant', { scope: 'segments:read' });
    const same = await refreshed(first.refresh_token, { scope: 'project:read' });
    expect(tokensIn(same)).toBe(tokensIn(second));
    expect(await isRevoked()).toBe(false);
  });

  it.each([
    ['another client', async () => (await ConnectedApp.register(server)).clientId],
    ['nobody', () => Promise.resolve('')],
  ])('repeats nothing to %s', async (_who, clientId) => {
    const second = await refreshed(first.refresh_token);
    const form = { client_id: await clientId() };
    const { body } = await app.refresh(first.refresh_token, form).expect(400);
    expect(JSON.stringify(body)).not.toMatch(/iso[ar]_/);
    expect(await works(second.access_token)).toBe(true);
  });

  it('repeats nothing of a grant or family that has ended, nor a token revoked meanwhile', async () => {
    const { access_token: token } = await refreshed(first.refresh_token);
    await app.revoke(token).expect(200);
    await refused(first.refresh_token, 'invalid_grant');

    const other = await ConnectedApp.connect(server);
    const { refresh_token: old } = await other.getTokens();
    const { body } = await other.refresh(old).expect(200);
    await other.revoke((body as Tokens).refresh_token).expect(200);
    await other.refresh(old).expect(400);
  });

  it.each([
    ['access', `access_tokens SET expires_at = now() WHERE revoked_at IS NULL`],
    ['refresh', `refresh_tokens SET expires_at = now() WHERE consumed_at IS NULL`],
  ])('repeats nothing once the %s token of the answer has run out', async (_which, changes) => {
    const { access_token } = await refreshed(first.refresh_token);
    expect(await works(access_token)).toBe(true);
    await server.database.query(`UPDATE ${changes}`);
    await refused(first.refresh_token, 'invalid_grant');
  });

  it('shares a nonce among tokens that are consumed together, and no successor (B6)', async () => {
    const other = await ConnectedApp.connect(server);
    const { refresh_token: token } = await other.getTokens();
    await server.app.get(ReplayNonces, { strict: false }).get();
    const nonces = () => server.database.query('SELECT id FROM replay_nonces');
    const before = await nonces();
    const one = await refreshed(first.refresh_token);
    const two = (await other.refresh(token).expect(200)).body as Tokens;
    expect(await nonces()).toEqual(before);
    expect(one.refresh_token).not.toBe(two.refresh_token);
    expect(one.access_token).not.toBe(two.access_token);
    expect(tokensIn(await refreshed(first.refresh_token))).toBe(tokensIn(one));
  });

  it('stores no token, and forgets after the window how to make it again', async () => {
    const second = await refreshed(first.refresh_token);
    const rows = await server.database.query<{ row: string }>(
      `SELECT r::text AS row FROM refresh_tokens r UNION ALL SELECT a::text FROM access_tokens a
       UNION ALL SELECT n::text FROM replay_nonces n`,
    );
    const stored = rows.map(({ row }) => row).join();
    for (const token of [second.access_token, second.refresh_token, first.refresh_token]) {
      expect(stored).not.toContain(Buffer.from(token).toString('hex'));
      expect(stored).not.toContain(token);
    }
    const nonces = () => server.database.query(`SELECT id FROM replay_nonces`);
    const grow = (seconds: number) =>
      server.database.query(
        `UPDATE replay_nonces SET created_at = now() - make_interval(secs => $1)`,
        [seconds],
      );
    const within = await nonces();
    expect(within).not.toEqual([]);
    await grow(80);
    await server.app.get(ClearReplayNoncesJob, { strict: false }).run();
    expect(await nonces()).toEqual(within);
    await grow(91);
    const cleaner = await server.startReplica({ JOB_CONCURRENCY: '1' });
    await server.database.query(`SELECT graphile_worker.add_job('clear-replay-nonces')`);
    await eventually(async () => (await nonces()).length === 0 || undefined);
    await cleaner.stop();
  });

  it('is off unless it is turned on: then nothing can be made again (REF-02, B6)', async () => {
    const strict = await server.startReplica();
    const second = await refreshed(first.refresh_token, {}, strict).finally(() => strict.stop());
    const [row] = await server.database.query<{ nonce: Buffer | null }>(
      `SELECT r.replay_nonce AS nonce FROM refresh_tokens r JOIN token_families f ON f.id = r.family_id
       WHERE f.grant_id = $1 AND r.consumed_at IS NOT NULL`,
      [app.grantId],
    );
    expect(row).toEqual({ nonce: null });
    await refused(first.refresh_token, 'invalid_grant');
    expect(await isRevoked()).toBe(true);
    expect(await works(second.access_token)).toBe(false);
    const types = (await laterAuditOf(server, app.grantId)).map(({ type }) => type);
    expect(types).toContain('grant.revoked');
  });
});
