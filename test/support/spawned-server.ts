import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';

const DEADLINE_MS = 100_000;
/** Longer than the shutdown of a server takes. */
const STOPPING_MS = 20_000;

/** The developer's own `.env` must not reach a server under test; empty means unset. */
const UNSET = Object.fromEntries(
  ['DATABASE_URL', 'MIGRATION_DATABASE_URL', 'ISSUER_URL', 'HOST', 'SECRET_KEY', 'SMTP_URL'].map(
    (name) => [name, ''],
  ),
);

/** The environment variables that a process under test needs. V8's compile cache for dist/ is kept between starts. */
export const OF_OURS = {
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: resolve('dist', '.compile-cache'),
};

/** Builds dist/ from the sources. */
export function buildOnce(): void {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build-if-stale.mjs'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The build failed: ${stderr}`);
}

/** A folder for DATA_DIRECTORY that PostgreSQL's user can traverse. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'ca-start-'));
  chmodSync(directory, 0o755);
  return directory;
}

export const removeDirectory = (directory: string): void =>
  rmSync(directory, { recursive: true, force: true });

/** `node dist/src/main.js` as a separate process, as `npm start` runs it. */
export class SpawnedServer {
  output = '';
  readonly ended: Promise<number | null>;
  private hasEnded = false;

  private constructor(
    readonly port: number,
    private readonly process: ChildProcess,
  ) {
    for (const stream of [process.stdout, process.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    this.ended = new Promise((resolve) => process.once('close', resolve));
    void this.ended.then(() => (this.hasEnded = true));
  }

  /** Starts it and does not wait. */
  static async spawn(
    variables: Record<string, string>,
    flags: string[] = [],
  ): Promise<SpawnedServer> {
    const port = Number(variables.PORT ?? (await freePort()));
    const child = spawn(process.execPath, [...flags, 'dist/src/main.js'], {
      env: {
        ...OF_OURS,
        ...UNSET,
        LOG_LEVEL: 'warn',
        ...variables,
        PORT: String(port),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new SpawnedServer(port, child);
  }

  /** Starts it and waits until it is ready. */
  static async start(
    variables: Record<string, string>,
    flags: string[] = [],
  ): Promise<SpawnedServer> {
    const server = await SpawnedServer.spawn(variables, flags);
    await server.untilReady();
    return server;
  }

  get origin(): string {
    return `http://localhost:${String(this.port)}`;
  }

  async untilReady(): Promise<void> {
    const deadline = Date.now() + DEADLINE_MS;
    while (!(await this.isReady())) {
      if (this.hasEnded || Date.now() > deadline) throw new Error(`Not ready:\n${this.output}`);
      await sleep(50);
    }
  }

  /** Sends a signal and waits for the exit; returns the exit code, or null if the signal ended it. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.process.kill(signal);
    return this.ended;
  }

  /** Sends SIGTERM, and SIGKILL if it does not exit. */
  async stopSurely(): Promise<void> {
    const killing = setTimeout(() => this.process.kill('SIGKILL'), STOPPING_MS);
    await this.stop();
    clearTimeout(killing);
  }

  /** Runs `work` while the process is suspended: requests to it wait in the socket's queue. */
  async heldUpDuring<T>(work: () => Promise<T>): Promise<T> {
    this.process.kill('SIGSTOP');
    try {
      return await work();
    } finally {
      this.process.kill('SIGCONT');
    }
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${String(this.port)}/readyz`)).ok;
    } catch {
      return false;
    }
  }
}
