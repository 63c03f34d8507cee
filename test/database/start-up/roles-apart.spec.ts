import { spawnSync } from 'node:child_process';
import pg from 'pg';
import { createRolesAndDatabase } from '../../../src/platform/database/roles.js';
import {
  buildOnce,
  removeDirectory,
  SpawnedServer,
  temporaryDirectory,
} from '../../support/spawned-server.js';
import { OF_OURS } from '../../support/spawned-process.js';
import { TestDatabase } from '../../support/test-database.js';

/**
 * As in docker-compose.yml: one process migrates as the owner and exits, another serves as `runtime` without another
 * role.
 */
describe('a server that is told no owner', () => {
  const DATA_DIRECTORY = temporaryDirectory();
  const EMPTY = `t_empty_${String(process.pid)}`;
  const superuserUrl = process.env.TEST_SUPERUSER_URL ?? '';
  const common = {
    DATA_DIRECTORY,
    NODE_ENV: 'production',
    ISSUER_URL: 'https://apps.acme.test',
    SECRET_KEY: 'vD3kq9Zt7LxW2pRb8NcYf5Hs1MgJ6TuA',
    SMS_GATEWAY: 'instasent',
    INSTASENT_TOKEN: 'token-of-no-account',
    INSTASENT_CALLBACK_SECRET: 'pR7mW2xK9vQ4zT8nH3cY6bL1sJ5gD0fA',
  };
  let migrated: TestDatabase;

  const urlOf = (role: string, database = EMPTY): string => {
    const url = new URL(superuserUrl);
    url.username = role;
    url.password = '';
    url.pathname = `/${database}`;
    return url.toString();
  };
  const runtimeOf = (url: string): Record<string, string> => ({ ...common, DATABASE_URL: url });

  /** Starts a server that exits by itself; returns its one line of output. */
  async function refusal(variables: Record<string, string>): Promise<string> {
    const server = await SpawnedServer.spawn(variables);
    expect(await server.ended).toBe(1);
    const said = server.output.trim();
    expect(said.split('\n')).toHaveLength(1);
    return said;
  }

  function migration(verb: string, variables: Record<string, string>): [number | null, string] {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['dist/src/admin/migration.js', verb],
      { encoding: 'utf8', env: { ...OF_OURS, ...variables } },
    );
    return [status, (stdout + stderr).trim()];
  }

  beforeAll(async () => {
    buildOnce();
    migrated = await TestDatabase.create();
    await createRolesAndDatabase(superuserUrl, EMPTY);
  });
  afterAll(async () => {
    await migrated.drop();
    const admin = new pg.Client({ connectionString: superuserUrl });
    await admin.connect();
    await admin.query(`DROP DATABASE ${EMPTY} WITH (FORCE)`);
    await admin.end();
    removeDirectory(DATA_DIRECTORY);
  });

  it('says in one line that an empty database has to be migrated first, and how', async () => {
    const said = await refusal(runtimeOf(urlOf('runtime')));
    expect(said).toContain('it has no tables yet, and this role may not make them');
    expect(said).toContain('npm run migration:run');
  });

  it('does not migrate with a role that may not', () => {
    expect(migration('run', runtimeOf(urlOf('runtime')))).toEqual([
      1,
      expect.stringMatching(/^PostgreSQL at .*: this role may not change the schema\. Set .*$/),
    ]);
  });

  it('serves once the owner has migrated, and warns of nothing', async () => {
    const owner = { MIGRATION_DATABASE_URL: urlOf('owner') };
    const [code, said] = migration('run', { ...runtimeOf(urlOf('runtime')), ...owner });
    expect([code, said]).toEqual([0, expect.stringContaining('Every migration has run')]);
    const server = await SpawnedServer.start({ ...runtimeOf(urlOf('runtime')), LOG_LEVEL: 'warn' });
    expect(await server.stop()).toBe(0);
    expect(server.output).toBe('');
  });

  it('says in one line that the database lacks migrations', async () => {
    await migrated.queryAsOwner(
      `DELETE FROM migrations WHERE id = (SELECT max(id) FROM migrations)`,
    );
    const said = await refusal(runtimeOf(migrated.url));
    expect(said).toContain('it lacks 1 of the migrations, and this role may not run them');
  });

  it('says in one line that it was given no privileges', async () => {
    await migrated.queryAsOwner('REVOKE ALL ON migrations FROM runtime');
    const said = await refusal(runtimeOf(migrated.url));
    expect(said).toContain('this role has no privileges on its tables');
  });

  it('refuses an owner that is none', async () => {
    const said = await refusal({
      ...runtimeOf(migrated.url),
      MIGRATION_DATABASE_URL: migrated.url,
    });
    expect(said).toMatch(/^MIGRATION_DATABASE_URL: .*: the role runtime may not change the schema/);
  });
});
