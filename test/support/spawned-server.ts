import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { SpawnedProcess } from './spawned-process.js';

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
export class SpawnedServer extends SpawnedProcess {
  private constructor(
    readonly port: number,
    variables: Record<string, string>,
    flags: string[],
  ) {
    super('dist/src/main.js', { ...variables, PORT: String(port) }, flags);
  }

  /** Starts it and does not wait. */
  static async spawn(
    variables: Record<string, string>,
    flags: string[] = [],
  ): Promise<SpawnedServer> {
    return new SpawnedServer(Number(variables.PORT ?? (await freePort())), variables, flags);
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

  untilReady(): Promise<void> {
    return this.until(() => this.isReady());
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${String(this.port)}/readyz`)).ok;
    } catch {
      return false;
    }
  }
}
