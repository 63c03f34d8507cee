import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BootError } from '../config/boot-error.js';
import { describeRefusal, isPassing } from './embedded-faults.js';
import { makePrivateDirectory, type Identity, serverIdentity } from './embedded-identity.js';
import { nativeDirectory } from './embedded-location.js';
import { probe, type ServerState } from './probe.js';
import { runProgram } from './run-program.js';
import { ServerProcess } from './server-process.js';

/** Settings of a server whose data may be lost: tests. */
const THROW_AWAY = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
/** Without any progress of a server that this process started. */
const START_DEADLINE_MS = 30_000;
/** Without any progress of another server that uses the folder, according to PostgreSQL. */
const REFUSAL_DEADLINE_MS = 5_000;
const SUPERUSER = 'postgres';

export interface EmbeddedPostgresOptions {
  /** Folder of the cluster; made if it does not exist. */
  readonly dataDirectory: string;
  /** Folder of the unix socket; its path may have some 90 bytes at most. */
  readonly socketDirectory: string;
  /** Where the binaries are, if not in node_modules. */
  readonly nativeDirectory?: string;
  /** False only in tests: faster, and a crash may lose everything. */
  readonly durable: boolean;
}

/** PostgreSQL from npm, on a unix socket only, so that no port is taken and no password is needed. */
export class EmbeddedPostgres {
  private readonly bin: string;
  private readonly identity: Identity | null;

  constructor(private readonly options: EmbeddedPostgresOptions) {
    this.bin = join(options.nativeDirectory ?? nativeDirectory(), 'bin');
    this.identity = serverIdentity(options.dataDirectory);
  }

  /** The connection string for a role and a database of this server. */
  url(role: string, database: string): string {
    const host = encodeURIComponent(this.options.socketDirectory);
    return `postgres://${role}@localhost/${database}?host=${host}`;
  }

  get superuserUrl(): string {
    return this.url(SUPERUSER, 'postgres');
  }

  state(): Promise<ServerState> {
    return probe(this.superuserUrl);
  }

  /**
   * Starts the server, or uses a running one: another process's, or one that outlived a `kill -9` of its parent.
   * `postmaster.pid` is never touched and no process is signalled: PostgreSQL itself decides whether a folder is free.
   */
  async start(): Promise<void> {
    if ((await this.state()) === 'ready') return;
    makePrivateDirectory(this.options.socketDirectory, this.identity);
    if (!existsSync(join(this.options.dataDirectory, 'PG_VERSION'))) await this.initialise();
    await this.launchUntilReady();
  }

  /** Stops it after open transactions have been rolled back. Does nothing if it does not run. */
  async stop(): Promise<void> {
    // Only a server that answers on this socket: then its postmaster.pid is current, and no other process gets the
    // signal.
    if ((await this.state()) === 'absent') return;
    const args = ['stop', '-D', this.options.dataDirectory, '-m', 'fast', '-w', '-t', '60'];
    const { code, output } = await runProgram(join(this.bin, 'pg_ctl'), args, this.identity);
    if (code !== 0 && (await this.state()) !== 'absent') {
      throw new BootError(`PostgreSQL did not stop: ${output}`);
    }
  }

  /** Makes the cluster in a temporary folder and renames it when it is complete: a crash leaves no partial cluster. */
  private async initialise(): Promise<void> {
    const { dataDirectory, durable } = this.options;
    const making = `${dataDirectory}.new-${randomBytes(6).toString('hex')}`;
    makePrivateDirectory(making, this.identity);
    try {
      const { code, output } = await runProgram(
        join(this.bin, 'initdb'),
        [
          ...['-D', making, '-U', SUPERUSER, '-A', 'trust', '-E', 'UTF8', '--locale=C'],
          ...(durable ? [] : ['--no-sync']),
        ],
        this.identity,
      );
      if (code !== 0) throw new BootError(`PostgreSQL could not make ${dataDirectory}: ${output}`);
      moveInto(making, dataDirectory);
    } finally {
      rmSync(making, { recursive: true, force: true });
    }
  }

  private async launchUntilReady(): Promise<void> {
    let attempt = this.launch();
    let refusal = '';
    let lastSign = Date.now();
    for (let state = await this.state(); state !== 'ready'; state = await this.state()) {
      // The server is starting: recovery after a crash has no time limit.
      if (state === 'busy') lastSign = Date.now();
      this.giveUpIfHopeless(attempt, refusal, Date.now() - lastSign);
      await sleep(20);
      if (state !== 'absent' || !attempt.hasEnded) continue;
      refusal = attempt.log();
      await sleep(200);
      attempt = this.launch();
    }
  }

  private giveUpIfHopeless(attempt: ServerProcess, refusal: string, silentMs: number): void {
    const patience = refusal ? REFUSAL_DEADLINE_MS : START_DEADLINE_MS;
    const hasFailed = attempt.hasEnded && !isPassing(attempt.log());
    if (hasFailed || silentMs > patience) {
      throw new BootError(describeRefusal(this.options.dataDirectory, attempt.log() || refusal));
    }
  }

  private launch(): ServerProcess {
    const { dataDirectory, socketDirectory, durable } = this.options;
    const settings = ['listen_addresses=', 'log_checkpoints=off', ...(durable ? [] : THROW_AWAY)];
    const args = ['-D', dataDirectory, '-k', socketDirectory];
    return new ServerProcess(
      join(this.bin, 'postgres'),
      [...args, ...settings.flatMap((setting) => ['-c', setting])],
      this.identity,
      `${dataDirectory}.log`,
    );
  }
}

/** Renames a finished cluster to its path, unless another process was first: then that cluster is used. */
function moveInto(making: string, dataDirectory: string): void {
  try {
    renameSync(making, dataDirectory);
  } catch (error) {
    if (!existsSync(join(dataDirectory, 'PG_VERSION'))) throw error;
  }
}
