import { spawn, type ChildProcess } from 'node:child_process';
import { freePort } from './free-port.js';
import type { TestApp } from './test-app.js';

/** `examples/connected-app` as a separate process, as `npm run demo` starts it. */
export class ExampleApp {
  private constructor(
    private readonly child: ChildProcess,
    readonly origin: string,
  ) {}

  /** `variables`: more of its environment, a port among them if that must be known before. */
  static async start(
    server: TestApp,
    variables: Readonly<Record<string, string>> = {},
  ): Promise<ExampleApp> {
    const port = variables.EXAMPLE_PORT ?? String(await freePort());
    const child = spawn(process.execPath, ['examples/connected-app/main.js'], {
      env: { ...process.env, ISSUER_URL: server.origin, EXAMPLE_PORT: port, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    await readiness(child);
    return new ExampleApp(child, `http://127.0.0.1:${port}`);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill();
    await ended;
  }
}

/** Resolves when the app is ready. @throws with its output if it exits before */
function readiness(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const listen = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes('The example app is ready')) resolve();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', () => reject(new Error(`The example app ended: ${output}`)));
  });
}
