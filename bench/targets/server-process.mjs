import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** After that, a server that was told to stop is killed. */
const STOP_MS = 15_000;

const running = new Set();

/** Ends what still runs; for the end of this process. */
export function killServers() {
  for (const child of running) child.kill('SIGKILL');
}

/** A server under test: a Node program that listens on a port of 127.0.0.1. */
export class ServerProcess {
  #child;
  #logFile;

  constructor(child, logFile) {
    this.#child = child;
    this.#logFile = logFile;
    running.add(child);
    child.once('exit', () => running.delete(child));
  }

  /**
   * Starts `args` with this Node and waits until `url` answers 200. Its output goes to `log`. `startMs` is the time
   * from the start of the process to that answer.
   */
  static async start(args, { env, log, url, cwd }) {
    const output = openSync(log, 'a');
    const startedAt = performance.now();
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
      cwd,
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    const server = new ServerProcess(child, log);
    await server.#untilReady(url);
    server.startMs = performance.now() - startedAt;
    return server;
  }

  get pid() {
    return this.#child.pid;
  }

  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    this.#child.kill('SIGTERM');
    await ended;
    clearTimeout(timer);
  }

  async #untilReady(url) {
    for (const deadline = performance.now() + 60_000; ;) {
      if (await answers(url)) return;
      const { exitCode } = this.#child;
      if (exitCode !== null || performance.now() > deadline) {
        const said = readFileSync(this.#logFile, 'utf8').slice(-3_000);
        throw new Error(`A server did not start (${url}, exit code ${exitCode}):\n${said}`);
      }
      await sleep(2);
    }
  }
}

async function answers(url) {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
