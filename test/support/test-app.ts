import type { Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import supertest from 'supertest';
import { AppModule } from '../../src/app.module.js';
import { configureApp, createAdapter } from '../../src/app.setup.js';
import { startJobs } from '../../src/boot/serve.js';
import { loadEnvironment } from '../../src/platform/config/load-environment.js';
import { SecretKey } from '../../src/platform/config/secret-key.js';
import { CheckedAnswers } from './checked-answers/check-answers.js';
import { freePort } from './free-port.js';
import { TestDatabase } from './test-database.js';

const SECRET_KEY = new SecretKey('0f8b7f0c9d3e4a52b1c6d7e8f9a0b1c2');

interface BootOptions {
  readonly secretKey?: SecretKey;
  readonly controllers?: Type[];
}

/** The whole server as `main.ts` builds it, on a new database and a free port of 127.0.0.1. */
export class TestApp {
  private constructor(
    readonly app: NestExpressApplication,
    readonly database: TestDatabase,
    /** The issuer: `http://localhost:port`, of the first server for all its replicas. */
    readonly origin: string,
    /** The address that this server listens on. */
    readonly address: string,
    readonly answers: CheckedAnswers,
    private readonly ownsDatabase: boolean,
  ) {}

  /** `variables` override the environment; rate limits are off by default. `controllers`: some more. */
  static async start(
    variables: Record<string, string> = {},
    controllers: Type[] = [],
  ): Promise<TestApp> {
    return TestApp.boot(await TestDatabase.create(), variables, true, { controllers });
  }

  /** Another server over the same database, as behind a load balancer. Stop it before the first one. */
  startReplica(
    variables: Record<string, string> = {},
    secretKey = SECRET_KEY,
    controllers: Type[] = [],
  ): Promise<TestApp> {
    const own = { ISSUER_URL: this.origin, ...variables };
    return TestApp.boot(this.database, own, false, { secretKey, controllers });
  }

  /** A server of this process over the database of others, to prepare data. */
  static over(database: TestDatabase, issuer: string): Promise<TestApp> {
    return TestApp.boot(database, { ISSUER_URL: issuer }, false);
  }

  private static async boot(
    database: TestDatabase,
    variables: Record<string, string>,
    ownsDatabase: boolean,
    { secretKey = SECRET_KEY, controllers = [] }: BootOptions = {},
  ): Promise<TestApp> {
    const port = await freePort();
    const environment = loadEnvironment({
      NODE_ENV: 'test',
      PORT: String(port),
      DATABASE_URL: database.url,
      // Read by the search for secrets only.
      LOG_LEVEL: 'trace',
      RATE_LIMIT_SCALE: '0',
      SEED_DEMO_DATA: 'false',
      // Jobs are not run, unless a test turns the worker on.
      JOB_CONCURRENCY: '0',
      // No test depends on the time of day.
      SMS_QUIET_HOURS: 'off',
      SANDBOX_REPORT_SECONDS: '0',
      ...variables,
    });
    const testing = await Test.createTestingModule({
      controllers,
      imports: [
        AppModule.with({
          environment,
          secretKey,
          databaseUrl: database.url,
          logDestination: { write: (line) => database.log.push(line) },
        }),
      ],
    }).compile();
    const bare = testing.createNestApplication<NestExpressApplication>(createAdapter(), {
      bodyParser: false,
      logger: false,
    });
    const answers = new CheckedAnswers();
    // The document does not have the controllers of a test.
    if (controllers.length === 0) answers.watch(bare);
    const app = configureApp(bare);
    const started = app.listen(port, '127.0.0.1').then(() => startJobs(app));
    await started.catch(async (error: unknown) => {
      // A server that fails to start must not keep the test from ending.
      await app.close().catch(() => undefined);
      if (ownsDatabase) await database.drop();
      throw error;
    });
    const address = `http://127.0.0.1:${String(port)}`;
    return new TestApp(app, database, environment.ISSUER_URL, address, answers, ownsDatabase);
  }

  /** A supertest agent without cookies. */
  get http(): ReturnType<typeof supertest> {
    return supertest(this.address);
  }

  async stop(): Promise<void> {
    await this.app.close();
    if (this.ownsDatabase) await this.database.drop();
    this.answers.check();
  }
}
