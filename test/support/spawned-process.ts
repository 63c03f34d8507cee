import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const DEADLINE_MS = 100_000;
/** Longer than the shutdown of a process takes. */
const STOPPING_MS = 20_000;

/** The developer's own `.env` must not reach a process under test; empty means unset. */
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

/** A program of dist/ as a separate process. */
export class SpawnedProcess {
  output = '';
  readonly ended: Promise<number | null>;
  hasEnded = false;
  private readonly child: ChildProcess;

  protected constructor(program: string, variables: Record<string, string>, flags: string[] = []) {
    this.child = spawn(process.execPath, [...flags, program], {
      env: { ...OF_OURS, ...UNSET, LOG_LEVEL: 'warn', ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
    void this.ended.then(() => (this.hasEnded = true));
  }

  /** Sends a signal and waits for the exit; returns the exit code, or null if the signal ended it. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }

  /** Sends SIGTERM, and SIGKILL if it does not exit. */
  async stopSurely(): Promise<void> {
    const killing = setTimeout(() => this.child.kill('SIGKILL'), STOPPING_MS);
    await this.stop();
    clearTimeout(killing);
  }

  /** Waits until it has printed this. A process may be ready before it says so. */
  untilItSays(text: string): Promise<void> {
    return this.until(() => this.output.includes(text));
  }

  /** Runs `work` while the process is suspended: requests to it wait in the socket's queue. */
  async heldUpDuring<T>(work: () => Promise<T>): Promise<T> {
    this.child.kill('SIGSTOP');
    try {
      return await work();
    } finally {
      this.child.kill('SIGCONT');
    }
  }

  protected async until(isReady: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = Date.now() + DEADLINE_MS;
    while (!(await isReady())) {
      if (this.hasEnded || Date.now() > deadline)
        throw new Error(`It never came to that:\n${this.output}`);
      await sleep(50);
    }
  }
}
