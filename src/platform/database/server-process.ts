import { spawn } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import type { Identity } from './embedded-identity.js';

const TAIL_BYTES = 4_000;

/** A PostgreSQL process that outlives this one after a crash, and its log. */
export class ServerProcess {
  private readonly logStart: number;
  private failure = '';
  private exited = false;

  constructor(
    program: string,
    args: readonly string[],
    identity: Identity | null,
    private readonly logFile: string,
  ) {
    this.logStart = existsSync(logFile) ? statSync(logFile).size : 0;
    const log = openSync(logFile, 'a', 0o600);
    // Its own process group: Ctrl-C signals only this process, which stops PostgreSQL last.
    const child = spawn(program, args, {
      ...identity,
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    child.on('error', (error) => (this.failure = error.message));
    child.on('exit', () => (this.exited = true));
    child.unref();
  }

  /** It has exited, or could not be started. */
  get hasEnded(): boolean {
    return this.exited || this.failure !== '';
  }

  /** Its output since the start, the last 4 kB at most. */
  log(): string {
    return this.failure || readTail(this.logFile, this.logStart);
  }
}

function readTail(file: string, start: number): string {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const from = Math.max(start, size - TAIL_BYTES);
    const buffer = Buffer.alloc(Math.max(0, size - from));
    readSync(descriptor, buffer, 0, buffer.length, from);
    return buffer.toString();
  } finally {
    closeSync(descriptor);
  }
}
