import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';

const DEADLINE_MS = 100_000;
/** Longer than a server takes to finish its requests. */
const STOPPING_MS = 20_000;

/** Nothing of the developer's own `.env` shall reach a server under test; empty means unset. */
const UNSET = Object.fromEntries(
  ['DATABASE_URL', 'MIGRATION_DATABASE_URL', 'ISSUER_URL', 'HOST', 'SECRET_KEY', 'SMTP_URL'].map(
    (name) => [name, ''],
  ),
);

/**
 * Of our own environment, what a process under test needs. What V8 compiles of dist/ is kept in it, so that each start need
 * not do so again.
 */
export const OF_OURS = {
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: resolve('dist', '.compile-cache'),
};

/** Makes dist/ what the sources say. */
export function buildOnce(): void {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build-if-stale.mjs'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The build failed: ${stderr}`);
}

/** A folder for DATA_DIRECTORY that PostgreSQL's user can pass through. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'ca-start-'));
  chmodSync(directory, 0o755);
  return directory;
}

export const removeDirectory = (directory: string): void =>
  rmSync(directory, { recursive: true, force: true });

/** `node dist/src/main.js` as a process of its own: the thing `npm start` runs. */
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

  /** Starts it and waits until it serves. */
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

  /** Sends a signal and waits for the end; the exit code, or null if the signal ended it. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.process.kill(signal);
    return this.ended;
  }

  /** Asks it to end, and ends it if it does not. */
  async stopSurely(): Promise<void> {
    const killing = setTimeout(() => this.process.kill('SIGKILL'), STOPPING_MS);
    await this.stop();
    clearTimeout(killing);
  }

  /** Runs `work` while the process gets no time: what is sent to it waits at its door. */
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
