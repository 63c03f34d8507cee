import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import supertest from 'supertest';
import { ConnectedApp, type IssuedCode } from '../../support/connected-app.js';
import { CrashChain } from '../../support/crash-chain.js';
import { freePort } from '../../support/free-port.js';
import {
  buildOnce,
  removeDirectory,
  SpawnedServer,
  temporaryDirectory,
} from '../../support/spawned-server.js';
import { TestApp } from '../../support/test-app.js';

const CHAINS = 20;
const REQUESTS = 2_000;
/** How many of them are answered before the crash. */
const CRASH_AFTER = 1_000;
/** Of each app: more than it can redeem before that. */
const CODES = 16;

describe('a kill -9 of server and database in the middle of 2,000 token requests', () => {
  const DATA_DIRECTORY = temporaryDirectory();
  const variables = { DATA_DIRECTORY, RATE_LIMIT_SCALE: '0', SEED_DEMO_DATA: 'false' };
  const chains: CrashChain[] = [];
  let server: SpawnedServer;
  let pool: pg.Pool;
  let answered = 0;

  const urlAs = (role: string): string =>
    `postgres://${role}@localhost/app?host=${join(DATA_DIRECTORY, 'socket')}`;

  /** What `ConnectedApp` needs of a server, here a process of its own. */
  const underTest = (): TestApp =>
    ({
      origin: server.origin,
      http: supertest(server.origin.replace('localhost', '127.0.0.1')),
      database: {
        url: urlAs('runtime'),
        log: [],
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
    pool = new pg.Pool({ connectionString: urlAs('postgres') });
    pool.on('error', () => undefined);
    await prepare();
    await crashWhileAsking();
    server = await SpawnedServer.start({ ...variables, PORT });
  }, 180_000);

  afterAll(async () => {
    await pool.end();
    await server.stop();
    removeDirectory(DATA_DIRECTORY);
  });

  /** Apps with codes, by a server that is gone before the crash. */
  async function prepare(): Promise<void> {
    const office = await TestApp.over(underTest().database, server.origin);
    for (let i = 0; i < CHAINS; i++) {
      const app = await ConnectedApp.connect(office);
      const codes: IssuedCode[] = [];
      while (codes.length < CODES) codes.push(await app.getCode());
      chains.push(new CrashChain(app, codes, underTest()));
    }
    await office.stop();
    // However long that took.
    const sql = `UPDATE authorization_codes SET expires_at = now() + interval '10 minutes'`;
    await underTest().database.query(sql);
  }

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

  /** All apps concurrently, each in sequence. */
  const eachChain = (check: (chain: CrashChain) => Promise<void>): Promise<void[]> =>
    Promise.all(chains.map(check));

  it('hits requests that were under way', () => {
    expect(answered).toBeGreaterThanOrEqual(CRASH_AFTER);
    expect(chains.some(({ unanswered }) => unanswered !== null)).toBe(true);
  });

  it('loses no access token that somebody was given', async () => {
    let found = 0;
    const lost: string[] = [];
    await eachChain(async ({ families }) => {
      for (const token of families.flatMap(({ accessTokens }) => accessTokens)) {
        if (await accepts(token)) found++;
        else lost.push(token);
      }
    });
    expect(lost).toEqual([]);
    expect(found).toBe(answered);
  });

  it('loses no refresh token that somebody was given', async () => {
    await eachChain(async ({ app, families, unanswered }) => {
      const underWay = unanswered && 'refreshToken' in unanswered ? unanswered.refreshToken : '';
      for (const family of families) {
        const spent = family.liveRefreshToken;
        // Whether the token of an unanswered one was consumed is known to the database only: see below.
        if (spent === underWay) continue;
        const { body } = await app.refresh(spent, {}, underTest()).expect(200);
        family.spentRefreshTokens.push(spent);
        family.liveRefreshToken = (body as { refresh_token: string }).refresh_token;
      }
    });
  });

  it('gives what was asked and never answered at most once', async () => {
    await eachChain(async ({ app, unanswered }) => {
      if (unanswered === null) return;
      const ask = () =>
        'code' in unanswered
          ? app.redeem(unanswered.code, {}, underTest())
          : app.refresh(unanswered.refreshToken, {}, underTest());
      const statuses = [(await ask()).status, (await ask()).status];
      expect([
        [200, 400],
        [400, 400],
      ]).toContainEqual(statuses);
    });
  });

  it('lets no code and no refresh token work twice', async () => {
    // The first replay ends the grant, which refuses the rest: half of the apps begin with a code, half with a refresh
    // token, and a few of each are enough.
    await eachChain(async (chain) => {
      const replays = chain.families.flatMap(({ code, spentRefreshTokens }) => [
        () => chain.app.redeem(code, {}, underTest()),
        ...spentRefreshTokens.map((token) => () => chain.app.refresh(token, {}, underTest())),
      ]);
      const inOrder = chains.indexOf(chain) % 2 === 0 ? replays : replays.reverse();
      for (const replay of inOrder.slice(0, 8)) {
        const { status, body } = await replay();
        expect([status, (body as { error: string }).error]).toEqual([400, 'invalid_grant']);
      }
    });
  });
});
