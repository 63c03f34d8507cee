import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../measure/free-port.mjs';
import { findBinaries, versionOf } from './binaries.mjs';

/** PostgreSQL refuses to run as root; this is `nobody`. */
const IDENTITY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/**
 * The defaults, but neither checkpoint nor autovacuum within a measurement: they would come in the run of any target,
 * whoever wrote the rows. Both are done between the works.
 */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'shared_preload_libraries=pg_stat_statements',
  'checkpoint_timeout=1h',
  'max_wal_size=16GB',
  'autovacuum=off',
  'max_connections=200',
  'log_checkpoints=off',
];

/** One PostgreSQL for all targets, a database each; data in a temporary folder. */
export class Cluster {
  #process;
  #folder;
  #bin;
  #admin;

  constructor(folder, bin, port) {
    this.#folder = folder;
    this.#bin = bin;
    this.port = port;
    this.version = versionOf(bin);
  }

  static async start(folder) {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o700);
    if (IDENTITY.uid) chownSync(folder, IDENTITY.uid, IDENTITY.gid);
    const cluster = new Cluster(folder, await findBinaries(folder), await freePort());
    cluster.#initialise();
    await cluster.#launch();
    return cluster;
  }

  /** Of the postmaster. */
  get pid() {
    return this.#process.pid;
  }

  url(database, role = 'postgres') {
    return `postgres://${role}@127.0.0.1:${this.port}/${database}`;
  }

  /** The superuser's connection to the database `postgres`. */
  query(text, values) {
    return this.#admin.query(text, values);
  }

  /** Removes it first if it is there. */
  async createDatabase(name) {
    await this.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await this.query(`CREATE DATABASE ${name}`);
    return this.url(name);
  }

  async stop() {
    await this.#admin?.end().catch(() => undefined);
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    if (this.#process.exitCode === null && this.#process.kill('SIGINT')) await ended;
  }

  /** For the end of this process, where nothing can be awaited. */
  kill() {
    this.#process?.kill('SIGQUIT');
  }

  #initialise() {
    const args = ['-D', join(this.#folder, 'data'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'];
    const options = { ...IDENTITY, cwd: '/', encoding: 'utf8' };
    const { status, stderr } = spawnSync(
      join(this.#bin, 'initdb'),
      [...args, '--locale=C', '--no-sync'],
      options,
    );
    if (status !== 0) throw new Error(`initdb: ${stderr}`);
  }

  async #launch() {
    const log = openSync(join(this.#folder, 'log'), 'a');
    const settings = [...SETTINGS, `port=${this.port}`, `unix_socket_directories=${this.#folder}`];
    this.#process = spawn(
      join(this.#bin, 'postgres'),
      ['-D', join(this.#folder, 'data'), ...settings.flatMap((each) => ['-c', each])],
      { ...IDENTITY, cwd: '/', stdio: ['ignore', log, log] },
    );
    for (let tries = 0; !(await this.#connect()); tries++) {
      if (this.#process.exitCode !== null || tries > 300) {
        throw new Error(`PostgreSQL: ${readFileSync(join(this.#folder, 'log'), 'utf8')}`);
      }
      await sleep(50);
    }
    await this.query('CREATE EXTENSION pg_stat_statements');
  }

  async #connect() {
    const client = new pg.Client({ connectionString: this.url('postgres') });
    client.on('error', () => undefined);
    try {
      await client.connect();
      this.#admin = client;
      return true;
    } catch {
      return false;
    }
  }
}

/** Removes the folder of a cluster that has ended. */
export const removeFolder = (folder) =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
