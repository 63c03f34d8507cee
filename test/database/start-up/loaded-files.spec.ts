import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { eventually } from '../../support/eventually.js';
import {
  buildOnce,
  removeDirectory,
  SpawnedServer,
  temporaryDirectory,
} from '../../support/spawned-server.js';
import { TestDatabase } from '../../support/test-database.js';

/** Parts of URLs. What is seldom needed is loaded with the first need (decision 23). */
const LATER = [
  '/class-validator/cjs/index.js',
  '/database/migrations/',
  '/jose/dist/webapi/index.js',
  '/libphonenumber-js/',
  '/node_modules/@modelcontextprotocol/',
  '/node_modules/@nestjs/swagger/',
  '/node_modules/@nestjs/terminus/',
  '/node_modules/graphile-worker/',
  '/node_modules/nodemailer/',
];

describe('a start on a migrated database', () => {
  const DATA_DIRECTORY = temporaryDirectory();
  const RECORD_LOADS = join(DATA_DIRECTORY, 'loads');
  let database: TestDatabase;
  let server: SpawnedServer;

  beforeAll(async () => {
    buildOnce();
    database = await TestDatabase.create();
    server = await SpawnedServer.spawn(
      {
        ...{ DATA_DIRECTORY, RECORD_LOADS, DATABASE_URL: database.url },
        ...{ MIGRATION_DATABASE_URL: database.ownerUrl },
        ...{ SEED_DEMO_DATA: 'false', JOB_CONCURRENCY: '0' },
      },
      ['--import', resolve('test/support/record-loads.mjs')],
    );
  });
  afterAll(async () => {
    await server.stopSurely();
    await database.drop();
    removeDirectory(DATA_DIRECTORY);
  });

  it('loads nothing before its first answer that few requests need', async () => {
    const metadata = `${server.origin}/.well-known/oauth-authorization-server`;
    await eventually(() =>
      fetch(metadata).then(
        ({ ok }) => ok || undefined,
        () => undefined,
      ),
    );
    const loaded = readFileSync(RECORD_LOADS, 'utf8').trim().split('\n');
    expect(loaded.length).toBeGreaterThan(1_000);
    expect(loaded.filter((url) => LATER.some((part) => url.includes(part)))).toEqual([]);
  });
});
