import { existsSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { probe } from '../../../src/platform/database/probe.js';
import { storeRow } from '../../support/rows.js';
import {
  buildOnce,
  removeDirectory,
  SpawnedServer,
  temporaryDirectory,
} from '../../support/spawned-server.js';

describe('npm start on a machine without a database', () => {
  const DATA_DIRECTORY = temporaryDirectory();
  const variables = { DATA_DIRECTORY };
  const url = `postgres://postgres@localhost/app?host=${join(DATA_DIRECTORY, 'socket')}`;
  let server: SpawnedServer;

  const query = async <Row extends pg.QueryResultRow>(
    sql: string,
    values?: unknown[],
  ): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<Row>(sql, values);
    await client.end();
    return rows;
  };
  const postmaster = (): string =>
    readFileSync(join(DATA_DIRECTORY, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0] ?? '';

  beforeAll(() => buildOnce());
  afterAll(async () => {
    await server.stop();
    removeDirectory(DATA_DIRECTORY);
  });

  it('brings everything up and says what to open, who may sign in and what to try next', async () => {
    server = await SpawnedServer.start(variables);
    for (const text of [
      `${server.origin}/dashboard/connected-apps`,
      'olivia@olivar.example',
      'demo-password',
      'app_01jgfjjz00e008000000000001',
      'app_01jgfjjz00e008000000000003',
      `npm run demo -- --issuer ${server.origin}`,
      join(DATA_DIRECTORY, 'mail'),
    ]) {
      await server.untilItSays(text);
    }
    expect(await query('SELECT id FROM projects')).toHaveLength(5);
  });

  it('keeps data and key to itself', () => {
    expect(statSync(join(DATA_DIRECTORY, 'secret-key')).mode & 0o777).toBe(0o600);
    expect(statSync(join(DATA_DIRECTORY, 'postgres')).mode & 0o777).toBe(0o700);
    expect(statSync(join(DATA_DIRECTORY, 'socket')).mode & 0o777).toBe(0o700);
  });

  it('serves as a role that can neither change the schema nor rewrite the audit log', async () => {
    const [row] = await query(
      `SELECT rolsuper, has_table_privilege('runtime', 'audit_events', 'UPDATE') AS rewrites,
              has_schema_privilege('runtime', 'public', 'CREATE') AS builds
         FROM pg_roles WHERE rolname = 'runtime'`,
    );
    expect(row).toEqual({ rolsuper: false, rewrites: false, builds: false });
  });

  it('is durable', async () => {
    const [row] = await query(
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS wait`,
    );
    expect(row).toEqual({ fsync: 'on', wait: 'on' });
  });

  it('comes back after kill -9, on the server that went on running, with every row', async () => {
    const before = postmaster();
    await storeRow({ query }, 'organisations', { name: 'Before' });
    await query(`UPDATE clients SET protected_name = 'old' WHERE protected_name IS NOT NULL`);
    expect(await server.stop('SIGKILL')).toBeNull();
    server = await SpawnedServer.start(variables);
    expect(postmaster()).toBe(before);
    expect(await query(`SELECT FROM organisations WHERE name = 'Before'`)).toHaveLength(1);
    expect(await query('SELECT id FROM projects')).toHaveLength(5);
  });

  it('compares with the names of reviewed apps by its own rules, not by those of an older version (C9)', async () => {
    const names = 'SELECT DISTINCT protected_name AS form FROM clients ORDER BY 1';
    expect(await query(names)).toEqual([
      { form: 'apldocurnentatlon' },
      { form: 'brlghtllnecarnpalgns' },
      { form: 'brlghtllnelnslghts' },
      { form: 'brlghtllnerevvards' },
      { form: null },
    ]);
  });

  it('answers what has begun when it is told to stop, and stops the database last', async () => {
    const answer = await answerAcross(server.port, () => server.stop('SIGTERM'));
    expect(answer).toMatch(/^HTTP\/1\.1 40\d /);
    expect(answer).toMatch(/connection: close/i);
    expect(await server.ended).toBe(0);
    expect(await probe(url)).toBe('absent');
  });

  it('starts again where it stopped', async () => {
    server = await SpawnedServer.start(variables);
    expect(await query(`SELECT FROM organisations WHERE name = 'Before'`)).toHaveLength(1);
  });

  it('shares the database with a second start on another port, and the last one out stops it', async () => {
    const second = await SpawnedServer.start(variables);
    expect(await second.stop('SIGINT')).toBe(0);
    expect(await probe(url)).toBe('ready');
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);
    expect(await server.stop('SIGINT')).toBe(0);
    expect(await probe(url)).toBe('absent');
    expect(existsSync(join(DATA_DIRECTORY, 'postgres', 'postmaster.pid'))).toBe(false);
  });

  it('says in one line that the port is taken, and starts nothing', async () => {
    server = await SpawnedServer.start(variables);
    const second = await SpawnedServer.spawn({ ...variables, PORT: String(server.port) });
    expect(await second.ended).toBe(1);
    expect(second.output.trim().split('\n')).toHaveLength(1);
    expect(second.output).toContain(`${String(server.port)} is taken`);
  });
});

/** Sends half a request, starts `meanwhile`, sends the rest, and returns the response. */
async function answerAcross(port: number, meanwhile: () => Promise<unknown>): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const body = 'grant_type=none&client_id=nobody';
  const head = ['POST /oauth/token HTTP/1.1', 'Host: localhost'];
  const type = 'Content-Type: application/x-www-form-urlencoded';
  socket.write([...head, type, `Content-Length: ${String(body.length)}`, '', ''].join('\r\n'));
  // A second request shows that the first one has been read: the same process responds.
  await fetch(`http://127.0.0.1:${String(port)}/healthz`);
  const stopped = meanwhile();
  await untilRefused(port);
  socket.write(body);
  await closed;
  await stopped;
  return answer;
}

async function untilRefused(port: number): Promise<void> {
  for (;;) {
    try {
      await fetch(`http://127.0.0.1:${String(port)}/healthz`, { headers: { connection: 'close' } });
    } catch {
      return;
    }
  }
}
