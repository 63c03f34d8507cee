import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import supertest from 'supertest';
import { ConnectedApp } from '../../support/connected-app.js';
import { CrashChain } from '../../support/crash-chain.js';
import { freePort } from '../../support/free-port.js';
import {
  buildOnce,
  removeDirectory,
  SpawnedServer,
  temporaryDirectory,
} from '../../support/spawned-server.js';
import type { TestApp } from '../../support/test-app.js';

const CHAINS = 20;
const REQUESTS = 2_000;
/** How many of them are answered when the lights go out. */
const CRASH_AFTER = 1_000;

describe('a kill -9 of server and database in the middle of 2,000 token requests', () => {
  const DATA_DIRECTORY = temporaryDirectory();
  const variables = { DATA_DIRECTORY, RATE_LIMIT_SCALE: '0', SEED_DEMO_DATA: 'false' };
  const chains: CrashChain[] = [];
  let server: SpawnedServer;
  let pool: pg.Pool;
  let answered = 0;

  /** What `ConnectedApp` needs of a server, here a process of its own. */
  const underTest = (): TestApp =>
    ({
      origin: server.origin,
      http: supertest(server.origin.replace('localhost', '127.0.0.1')),
      database: {
        query: async (sql: string, values: unknown[]) =>
          (await pool.query<Record<string, unknown>>(sql, values)).rows,
      },
    }) as unknown as TestApp;

  const accepts = async (token: string): Promise<boolean> => {
    const response = await underTest().http.get('/v1/').set('Authorization', `Bearer ${token}`);
    return response.status === 200;
  };

  beforeAll(async () => {
    buildOnce();
    const PORT = String(await freePort());
    server = await SpawnedServer.start({ ...variables, PORT });
    pool = new pg.Pool({
      connectionString: `postgres://postgres@localhost/app?host=${join(DATA_DIRECTORY, 'socket')}`,
    });
    pool.on('error', () => undefined);
    for (let i = 0; i < CHAINS; i++) {
      const app = await ConnectedApp.connect(underTest());
      await app.addProject();
      chains.push(new CrashChain(app));
    }
    await crashWhileAsking();
    server = await SpawnedServer.start({ ...variables, PORT });
  }, 180_000);

  afterAll(async () => {
    await pool.end();
    await server.stop();
    removeDirectory(DATA_DIRECTORY);
  });

  async function crashWhileAsking(): Promise<void> {
    let asked = 0;
    const postmaster = readFileSync(join(DATA_DIRECTORY, 'postgres', 'postmaster.pid'), 'utf8');
    const crash = (): void => {
      if (++answered !== CRASH_AFTER) return;
      void server.stop('SIGKILL');
      process.kill(Number(postmaster.split('\n')[0]), 'SIGKILL');
    };
    const mayGoOn = (): boolean => answered < CRASH_AFTER && asked++ < REQUESTS;
    await Promise.all(chains.map((chain) => chain.run(mayGoOn, crash)));
    await server.ended;
  }

  const families = () =>
    chains.flatMap(({ app, families: all }) => all.map((family) => ({ app, family })));

  it('hits requests that were under way', () => {
    expect(answered).toBeGreaterThanOrEqual(CRASH_AFTER);
    expect(chains.some(({ unanswered }) => unanswered !== null)).toBe(true);
  });

  it('loses no access token that somebody was given', async () => {
    const tokens = families().flatMap(({ family }) => family.accessTokens);
    expect(tokens.length).toBe(answered);
    const lost: string[] = [];
    for (const token of tokens) if (!(await accepts(token))) lost.push(token);
    expect(lost).toEqual([]);
  }, 60_000);

  it('loses no refresh token that somebody was given', async () => {
    const underWay = new Set(
      chains.map(({ unanswered }) =>
        unanswered && 'refreshToken' in unanswered ? unanswered.refreshToken : '',
      ),
    );
    for (const { app, family } of families()) {
      // Whether an unanswered one was spent, only the database knows: see below.
      if (underWay.has(family.liveRefreshToken)) continue;
      const spent = family.liveRefreshToken;
      const { body } = await app.refresh(spent, {}, underTest()).expect(200);
      family.spentRefreshTokens.push(spent);
      family.liveRefreshToken = (body as { refresh_token: string }).refresh_token;
    }
  }, 60_000);

  it('gives what was asked and never answered at most once', async () => {
    for (const { app, unanswered } of chains) {
      if (unanswered === null) continue;
      const ask = () =>
        'code' in unanswered
          ? app.redeem(unanswered.code, {}, underTest())
          : app.refresh(unanswered.refreshToken, {}, underTest());
      const statuses = [(await ask()).status, (await ask()).status];
      expect([
        [200, 400],
        [400, 400],
      ]).toContainEqual(statuses);
    }
  }, 60_000);

  it('lets no code and no refresh token work twice', async () => {
    // The first replay ends the grant, so half of the apps begin with the code and half with a refresh token.
    for (const [index, { app, family }] of families().entries()) {
      const replays = [
        () => app.redeem(family.code, {}, underTest()),
        ...family.spentRefreshTokens.map((token) => () => app.refresh(token, {}, underTest())),
      ];
      for (const replay of index % 2 === 0 ? replays : replays.reverse()) {
        const { status, body } = await replay();
        expect([status, (body as { error: string }).error]).toEqual([400, 'invalid_grant']);
      }
    }
  }, 60_000);
});
