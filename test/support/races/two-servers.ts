import { Agent, request } from 'node:http';
import { freePort } from '../free-port.js';
import {
  buildOnce,
  removeDirectory,
  SpawnedServer,
  temporaryDirectory,
} from '../spawned-server.js';
import { TestDatabase } from '../test-database.js';

export interface Call {
  readonly path: string;
  /** Makes it a POST. */
  readonly form?: Readonly<Record<string, string>> | [string, string][];
  readonly json?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** On a new connection. */
  readonly fresh?: boolean;
}

export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly location: string;
}

/** Two processes of the built server over one database, and a lightweight HTTP client. */
export class TwoServers {
  /** Requests sent so far. */
  requests = 0;
  /** Of these, sent again: the server had just closed the idle connection. */
  resent = 0;
  private readonly agent = new Agent({ keepAlive: true });

  private constructor(
    readonly database: TestDatabase,
    private readonly servers: readonly SpawnedServer[],
    private readonly directory: string,
  ) {}

  static async start(): Promise<TwoServers> {
    buildOnce();
    const [database, directory] = [await TestDatabase.create(), temporaryDirectory()];
    const variables = {
      DATA_DIRECTORY: directory,
      DATABASE_URL: database.url,
      MIGRATION_DATABASE_URL: database.ownerUrl,
      SECRET_KEY: '0f8b7f0c9d3e4a52b1c6d7e8f9a0b1c2',
      RATE_LIMIT_SCALE: '0',
      JOB_CONCURRENCY: '0',
    };
    const servers: SpawnedServer[] = [];
    const both = new TwoServers(database, servers, directory);
    try {
      const PORT = String(await freePort());
      // The first one also inserts the demo data, whose people take part.
      servers.push(await SpawnedServer.start({ ...variables, PORT }));
      const ISSUER_URL = both.origin;
      servers.push(
        await SpawnedServer.start({ ...variables, ISSUER_URL, SEED_DEMO_DATA: 'false' }),
      );
    } catch (error) {
      await both.stop();
      throw error;
    }
    return both;
  }

  /** The issuer, that of the first server. */
  get origin(): string {
    return this.originOf(0);
  }

  /** Of the caller's server. */
  originOf(caller: number): string {
    return this.servers[caller % 2]?.origin ?? '';
  }

  /** The output of both servers: empty without warnings. */
  get output(): string {
    return this.servers.map(({ output }) => output).join('');
  }

  /** Callers with an even number use the first server, the others the second. */
  send(caller: number, call: Call): Promise<Reply> {
    const { path, form, json, headers, fresh } = call;
    this.requests++;
    const body = json ? JSON.stringify(json) : form && new URLSearchParams(form).toString();
    const type = json ? 'application/json' : 'application/x-www-form-urlencoded';
    return new Promise((resolve, reject) => {
      const asked = request(
        {
          host: '127.0.0.1',
          port: this.servers[caller % 2]?.port,
          path,
          method: body === undefined ? 'GET' : 'POST',
          agent: fresh ? false : this.agent,
          headers: { ...headers, ...(body === undefined ? {} : { 'content-type': type }) },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              body: Buffer.concat(chunks).toString(),
              location: response.headers.location ?? '',
            }),
          );
        },
      );
      asked.on('error', (error) => {
        if (!asked.reusedSocket) return reject(error);
        this.resent++;
        this.send(caller, { ...call, fresh: true }).then(resolve, reject);
      });
      asked.end(body);
    });
  }

  /** Runs `work` while the second server is suspended, as on an overloaded machine. */
  async holdUpSecond<T>(work: () => Promise<T>): Promise<T> {
    const [, second] = this.servers;
    if (!second) throw new Error('There is only one server.');
    return second.heldUpDuring(work);
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    await Promise.all(this.servers.map((server) => server.stopSurely()));
    await this.database.drop();
    removeDirectory(this.directory);
  }
}
