import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const DEADLINE_MS = 100_000;
const MARK = '--- end of block ---';

/** One shell: variables of a block are set in the next one. Stops at the first command that fails. */
export class Shell {
  stdout = '';
  stderr = '';
  private hasEnded = false;

  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly folder: string,
  ) {
    child.stdout.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    child.once('close', () => (this.hasEnded = true));
    child.stdin.on('error', () => undefined);
    child.stdin.write('set -euo pipefail\n');
  }

  static open(): Shell {
    const folder = mkdtempSync(join(tmpdir(), 'ca-guide-'));
    const env = { PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) };
    return new Shell(spawn('bash', ['--norc', '--noprofile'], { env, detached: true }), folder);
  }

  /** Starts a block and does not wait; `finished` does. */
  begin(block: string): void {
    this.stdout = '';
    this.stderr = '';
    const file = join(this.folder, 'block.sh');
    writeFileSync(file, `${block}\n`);
    // A command of a block must not read the remaining commands from stdin.
    this.child.stdin.write(`source '${file}' < /dev/null\necho '${MARK}'\n`);
  }

  /** @returns the output of the block. @throws if a command fails, or the block does not end */
  async finished(): Promise<string> {
    await this.until(() => this.stdout.includes(MARK));
    return this.stdout.split(MARK)[0] ?? '';
  }

  /** Waits for a text in the output of the block. */
  async says(pattern: RegExp): Promise<string> {
    await this.until(() => pattern.test(this.stderr));
    return pattern.exec(this.stderr)?.[1] ?? '';
  }

  close(): void {
    // With all its child processes.
    if (!this.hasEnded && this.child.pid !== undefined) process.kill(-this.child.pid);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async until(isSo: () => boolean): Promise<void> {
    const deadline = Date.now() + DEADLINE_MS;
    while (!isSo()) {
      if (this.hasEnded || Date.now() > deadline) {
        throw new Error(`The block failed or hangs.\n${this.stdout}\n${this.stderr}`);
      }
      await sleep(20);
    }
  }
}
