import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../measure/free-port.mjs';
import { nodeOptions } from './node-options.mjs';
import { ServerProcess } from './server-process.mjs';

/**
 * A target whose program is in `servers/`: it gets PORT and DATABASE_URL. A subclass makes its
 * tables (`makeSchema`), stores actors (`storeActors`) and codes (`storeCodes`), and gives the state of one connection
 * (`stateOf`).
 */
export class Peer {
  actors = [];
  #server;
  #stored = 0;

  constructor({ cluster, folder, root }, { name, program, works, readyPath }) {
    Object.assign(this, { cluster, folder, root, name, works, readyPath });
    this.database = `bench_${name.replaceAll('-', '_')}`;
    this.startWith({ program });
  }

  /** How it is started: `nodeArgs` come before the program, a path in the project. */
  startWith({ nodeArgs = [], program }) {
    this.command = [...nodeOptions(this.root), ...nodeArgs, join(this.root, program)];
  }

  get pid() {
    return this.#server.pid;
  }

  get environment() {
    return { PORT: String(this.port), DATABASE_URL: this.cluster.url(this.database) };
  }

  get origin() {
    return `http://localhost:${this.port}`;
  }

  get host() {
    return `localhost:${this.port}`;
  }

  async prepare(actors) {
    this.port = await freePort();
    const connectionString = await this.cluster.createDatabase(this.database);
    this.client = new pg.Client({ connectionString });
    await this.client.connect();
    await this.makeSchema();
    this.actors = await this.addActors(actors);
    await this.client.query('VACUUM ANALYZE');
    await this.start();
  }

  async start() {
    this.#server = await ServerProcess.start(this.command, {
      env: this.environment,
      cwd: this.folder,
      log: join(this.folder, `${this.name}.log`),
      url: `http://127.0.0.1:${this.port}${this.readyPath}`,
    });
    return this.#server;
  }

  stop() {
    return this.#server?.stop();
  }

  /** `change` is done while it is down. */
  async restart(change = () => undefined) {
    await this.stop();
    change();
    await this.start();
  }

  /** Ends the server and the connection to its database. */
  async close() {
    await this.stop();
    await this.client?.end();
  }

  /** People with an app each, numbered from what is there on. */
  async addActors(count) {
    const actors = Array.from({ length: count }, () => this.newActor(this.#stored++));
    await this.storeActors(actors);
    return actors;
  }

  /** What the connection of each actor sends for a work; `amount` in all of what is used up. */
  async states(work, actors, amount) {
    if (work !== 'code') return actors.map((each) => this.stateOf(work, each));
    const codes = await this.storeCodes(actors, Math.ceil(amount / actors.length));
    return actors.map((actor, i) => ({ ...this.stateOf(work, actor), codes: codes[i] }));
  }
}
