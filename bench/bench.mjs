import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Cluster, removeFolder } from './cluster/postgres.mjs';
import { Driver } from './measure/driver.mjs';
import { Rounds } from './measure/rounds.mjs';
import { parts } from './parts/list.mjs';
import { killServers } from './targets/server-process.mjs';
import { targets } from './targets/list.mjs';

const ROOT = resolve(import.meta.dirname, '..');

/** Everything that runs: the cluster, the driver and the servers. */
export class Bench {
  targets = [];
  rounds = new Rounds(this);
  #closing;

  constructor(folder, options) {
    this.folder = folder;
    this.options = options;
    this.root = ROOT;
    /** So many people, apps and grants in each database: no two connections share a row. */
    this.actors = Math.max(32, options.load.connections);
  }

  static async open(options) {
    const folder = mkdtempSync(join(tmpdir(), 'ca-bench-'));
    // Started by root, PostgreSQL runs as another user.
    chmodSync(folder, 0o711);
    const bench = new Bench(folder, options);
    process.once('exit', () => bench.#kill());
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.once(signal, () => bench.close().finally(() => process.exit(1)));
    }
    try {
      await bench.#start();
      return bench;
    } catch (error) {
      await bench.close();
      throw error;
    }
  }

  target(name) {
    return this.targets.find((each) => each.name === name);
  }

  async measureParts(names, done) {
    for (const name of names) done(name, await parts[name].run(this));
  }

  /** Once; a signal may come while it closes. */
  close() {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close() {
    this.driver?.stop();
    for (const target of this.targets) await target.close();
    await this.cluster?.stop();
    this.cluster = undefined;
    removeFolder(this.folder);
  }

  async #start() {
    this.cluster = await Cluster.start(join(this.folder, 'postgres'));
    this.driver = new Driver();
    for (const name of this.options.targets) {
      const target = targets[name](this);
      this.targets.push(target);
      await target.prepare(this.actors);
    }
  }

  /** Where nothing can be awaited: an error, or a signal. */
  #kill() {
    if (this.cluster === undefined) return;
    killServers();
    this.driver?.stop();
    this.cluster.kill();
    removeFolder(this.folder);
  }
}
