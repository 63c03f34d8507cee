import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../support/free-port.js';
import {
  buildOnce,
  removeDirectory,
  SpawnedServer,
  temporaryDirectory,
} from '../../support/spawned-server.js';
import { TestDatabase } from '../../support/test-database.js';

/** Packages that only some requests or jobs need. */
const SELDOM = [
  ...['@modelcontextprotocol', 'zod', 'nodemailer', '@nestjs/swagger', 'es-toolkit'],
  ...['@nestjs/terminus', 'graphile-worker'],
];

/** Makes the server print each of its files about the embedded database that it loads, and of those packages. */
const TELL_TALE = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({ load(url, context, next) {
    const isOurs = /embedded|demo/.test(url.split('/dist/src/')[1] ?? '');
    const isSeldom = ${JSON.stringify(SELDOM)}.some((name) => url.includes('/node_modules/' + name + '/'));
    if (isOurs || isSeldom) process.stderr.write('LOADED ' + url + '\\n');
    return next(url, context);
  } });
`)}`;

/** The same for all of them: keys in the database are encrypted with it. */
const SECRET_KEY = 'vD3kq9Zt7LxW2pRb8NcYf5Hs1MgJ6TuA';

describe('npm start with DATABASE_URL', () => {
  const DATA_DIRECTORY = temporaryDirectory();
  let database: TestDatabase;
  let server: SpawnedServer | undefined;

  beforeAll(async () => {
    buildOnce();
    database = await TestDatabase.create();
  });
  afterEach(() => server?.stop());
  afterAll(async () => {
    await database.drop();
    removeDirectory(DATA_DIRECTORY);
  });

  it('uses that server and loads nothing of the embedded one', async () => {
    server = await SpawnedServer.start(
      {
        ...{ DATA_DIRECTORY, SECRET_KEY, DATABASE_URL: database.url },
        MIGRATION_DATABASE_URL: database.ownerUrl,
      },
      ['--import', TELL_TALE],
    );
    await server.untilItSays('is ready at');
    expect(server.output).not.toMatch(/LOADED \S*embedded/);
    expect(server.output).toMatch(/LOADED \S*demo/);
    expect(existsSync(join(DATA_DIRECTORY, 'postgres'))).toBe(false);
    expect(server.output).not.toContain('Note:');
  });

  it('loads what few requests need with the first of them', async () => {
    server = await SpawnedServer.spawn(
      {
        ...{ DATA_DIRECTORY, SECRET_KEY, NODE_ENV: 'production', DATABASE_URL: database.url },
        ...{ MIGRATION_DATABASE_URL: database.ownerUrl, LOG_LEVEL: 'info', JOB_CONCURRENCY: '0' },
      },
      ['--import', TELL_TALE],
    );
    await server.untilItSays('is ready at');
    expect(server.output).not.toContain('LOADED');
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);
    await server.untilItSays('/node_modules/@nestjs/terminus/');
    expect((await fetch(`${server.origin}/openapi.json`)).status).toBe(200);
    await server.untilItSays('/node_modules/@nestjs/swagger/');
  });

  it('warns when one role both migrates and serves', async () => {
    server = await SpawnedServer.start({
      ...{ DATA_DIRECTORY, SECRET_KEY },
      DATABASE_URL: database.ownerUrl,
    });
    await server.untilItSays('Note: One database role (owner) migrates and serves');
  });

  it('loads no demo data where there may be none', async () => {
    server = await SpawnedServer.start(
      {
        DATA_DIRECTORY,
        NODE_ENV: 'production',
        SECRET_KEY,
        DATABASE_URL: database.url,
        MIGRATION_DATABASE_URL: database.ownerUrl,
      },
      ['--import', TELL_TALE],
    );
    // Nor is there a carrier, which it says.
    await server.untilItSays('text messages are simulated');
    expect(server.output).not.toMatch(/LOADED \S*\/dist\/src\//);
    expect(server.output).not.toContain('demo-password');
  });

  it('says in one line that nobody answers there, without the password', async () => {
    const port = String(await freePort());
    const DATABASE_URL = `postgres://runtime:hunter2@127.0.0.1:${port}/app`;
    server = await SpawnedServer.spawn({ DATA_DIRECTORY, DATABASE_URL });
    expect(await server.ended).toBe(1);
    expect(server.output).toMatch(
      new RegExp(`^\\s*DATABASE_URL: 127.0.0.1:${port}/app: .*\\n\\s*$`),
    );
    expect(server.output).not.toContain('hunter2');
  });
});

describe('npm start with faults in its environment', () => {
  beforeAll(() => buildOnce());

  it('lists all of them and starts nothing (G15)', async () => {
    const root = temporaryDirectory();
    const DATA_DIRECTORY = join(root, 'never');
    const server = await SpawnedServer.spawn({
      DATA_DIRECTORY,
      NODE_ENV: 'staging',
      SECRET_KEY: 'short',
      RATE_LIMIT_SCALE: 'fast',
    });
    expect(await server.ended).toBe(1);
    expect(server.output).toMatch(/NODE_ENV: .*\n\s+- SECRET_KEY: .*\n\s+- RATE_LIMIT_SCALE: /);
    expect(server.output).not.toMatch(/\n\s+at /);
    expect(existsSync(DATA_DIRECTORY)).toBe(false);
    removeDirectory(root);
  });

  it.each([
    ['http off loopback', { ISSUER_URL: 'http://apps.acme.test' }, 'ISSUER_URL'],
    ['a sample secret', { SECRET_KEY: 'change-me-change-me-change-me-change-me' }, 'SECRET_KEY'],
  ])('refuses %s (G15)', async (_case, variables, name) => {
    const server = await SpawnedServer.spawn(variables);
    expect(await server.ended).toBe(1);
    expect(server.output).toContain(`- ${name}: `);
  });
});
