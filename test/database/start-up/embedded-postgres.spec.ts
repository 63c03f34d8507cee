import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { locateEmbedded } from '../../../src/platform/database/embedded-location.js';
import { EmbeddedLease } from '../../../src/platform/database/embedded-lease.js';
import { EmbeddedPostgres } from '../../../src/platform/database/embedded-postgres.js';
import { removeDirectory, temporaryDirectory } from '../../support/spawned-server.js';

const isRoot = process.getuid?.() === 0;
/** Root runs PostgreSQL as `nobody`. */
const serverUser = isRoot ? { uid: 65534, gid: 65534 } : {};

describe('the embedded PostgreSQL', () => {
  let root: string;
  const running = new Set<EmbeddedPostgres>();
  beforeEach(() => (root = temporaryDirectory()));
  afterEach(async () => {
    for (const server of running) await server.stop();
    running.clear();
    removeDirectory(root);
  });

  function embedded(base = root): EmbeddedPostgres {
    const server = new EmbeddedPostgres({ ...locateEmbedded(base), durable: false });
    running.add(server);
    return server;
  }
  const pidOf = (base: string): string =>
    readFileSync(join(base, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0] ?? '';

  it('is made once and run once by several starts at the same moment', async () => {
    const servers = [embedded(), embedded(), embedded()];
    await Promise.all(servers.map((server) => server.start()));
    for (const server of servers) expect(await server.state()).toBe('ready');
    await servers[0]?.stop();
    expect(await servers[2]?.state()).toBe('absent');
  });

  it('is started again while it is still stopping', async () => {
    const server = embedded();
    await server.start();
    const stopping = server.stop();
    await embedded()
      .start()
      .catch(() => undefined);
    await stopping;
    await server.start();
    expect(await server.state()).toBe('ready');
  });

  it('comes back after its own kill -9', async () => {
    const server = embedded();
    await server.start();
    process.kill(Number(pidOf(root)), 'SIGKILL');
    while ((await server.state()) === 'ready');
    await server.start();
    expect(await server.state()).toBe('ready');
  });

  it('is taken over from a start that was killed while making it', async () => {
    const half = join(root, 'postgres.new-abandoned');
    mkdirSync(half, { mode: 0o700 });
    const server = embedded();
    await server.start();
    expect(await server.state()).toBe('ready');
  });

  it('neither signals a stranger whose number stands in postmaster.pid nor removes that file', async () => {
    const server = embedded();
    await server.start();
    await server.stop();
    const stranger = spawn('sleep', ['60'], { ...serverUser, stdio: 'ignore' });
    const pidFile = join(root, 'postgres', 'postmaster.pid');
    writeFileSync(pidFile, `${String(stranger.pid)}\n${join(root, 'postgres')}\n1\n5432\n\n\n`);
    if (isRoot) chownSync(pidFile, 65534, 65534);

    await expect(server.start()).rejects.toThrow(
      new RegExp(`names process ${String(stranger.pid)} \\(sleep 60\\)`),
    );
    await server.stop();
    expect([stranger.exitCode, stranger.signalCode]).toEqual([null, null]);
    expect(pidOf(root)).toBe(String(stranger.pid));
    stranger.kill();
    rmSync(pidFile);
    await server.start();
  });

  it('says why it could not be made', async () => {
    const server = new EmbeddedPostgres({
      ...locateEmbedded(root),
      nativeDirectory: join(root, 'nowhere'),
      durable: false,
    });
    await expect(server.start()).rejects.toThrow(/could not make .*postgres: .*ENOENT/);
  });

  it('does not use a folder that somebody else prepared', async () => {
    mkdirSync(join(root, 'socket'), { mode: 0o777 });
    chmodSync(join(root, 'socket'), 0o777);
    await expect(embedded().start()).rejects.toThrow(/socket must be a folder of mode 0700/);
  });

  it('finds a short place for its socket when the project lies deep', async () => {
    const deep = join(root, 'a-rather-long-name'.repeat(3), 'another-long-name'.repeat(3));
    const server = embedded(deep);
    await server.start();
    expect(await server.state()).toBe('ready');
    const { socketDirectory } = locateEmbedded(deep);
    expect(socketDirectory).toMatch(/^\/tmp\/ca-[0-9a-f]{12}$/);
    expect(statSync(socketDirectory).mode & 0o777).toBe(0o700);
    await server.stop();
    removeDirectory(socketDirectory);
  });

  it('moves out of a project that only root may enter, and says so', async () => {
    chmodSync(root, 0o700);
    const location = locateEmbedded(join(root, '.data'));
    // Only root's server runs as another user; that of others has their permissions.
    expect(location.notes).toHaveLength(isRoot ? 1 : 0);
    expect(location.dataDirectory.startsWith('/var/tmp/connected-apps-')).toBe(isRoot);
    const server = embedded(join(root, '.data'));
    await server.start();
    expect(await server.state()).toBe('ready');
    await server.stop();
    if (isRoot) removeDirectory(join(location.dataDirectory, '..'));
  });

  it('listens on its socket only', async () => {
    const server = embedded();
    await server.start();
    const client = new pg.Client({ connectionString: server.superuserUrl });
    await client.connect();
    const { rows } = await client.query('SHOW listen_addresses');
    await client.end();
    expect(rows).toEqual([{ listen_addresses: '' }]);
  });

  it('is stopped by the last of those who use it, and by nobody before', async () => {
    const server = embedded();
    await server.start();
    const leases = await Promise.all([1, 2, 3].map(() => EmbeddedLease.take(server.superuserUrl)));
    const stop = jest.fn(() => server.stop());
    const outcomes = await Promise.all(leases.map((lease) => lease.release(stop)));
    expect(outcomes.filter((outcome) => outcome === 'stopped')).toHaveLength(1);
    expect(stop).toHaveBeenCalledTimes(1);
    expect(await server.state()).toBe('absent');
  });
});
