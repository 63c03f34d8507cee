import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('driver-process.mjs', import.meta.url));

/** The driver process, from outside. */
export class Driver {
  #child = fork(PROGRAM, { execArgv: [], serialization: 'advanced' });
  #waiting = new Map();
  #lastId = 0;

  constructor() {
    this.#child.on('message', ({ id, result, error }) => {
      const { resolve, reject } = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) resolve(result);
      else reject(new Error(error));
    });
    this.#child.on('exit', (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`driver ended: ${code}`));
    });
  }

  /** Gives it the states of the connections for one work at one place: the port of a server, or the URL of a database. */
  load(key, work, place, states) {
    return this.#ask('load', { key, work, place, states });
  }

  run(key, { seconds, connections }) {
    return this.#ask('run', { key, seconds, connections });
  }

  /** @returns `{ status, token }` of the same request sent by several connections at once */
  race(key, state, connections) {
    return this.#ask('race', { key, state, connections });
  }

  stop() {
    this.#child.removeAllListeners('exit');
    this.#child.kill();
  }

  #ask(command, message) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, command, message });
    });
  }
}
