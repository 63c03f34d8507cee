import { spawn } from 'node:child_process';
import type { Identity } from './embedded-identity.js';

export interface ProgramResult {
  /** Null if it could not be started or was ended by a signal. */
  readonly code: number | null;
  /** Its output on both streams, or why it could not be started. */
  readonly output: string;
}

/** Runs one program and waits for its end, as another user if an identity is given. Never throws. */
export function runProgram(
  program: string,
  args: readonly string[],
  identity: Identity | null,
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...identity,
      cwd: '/',
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4_000)));
    }
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    child.on('close', (code) => resolve({ code, output: output.trim() }));
  });
}
