import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { migrate } from '../../src/platform/database/migrate.js';
import {
  createRolesAndDatabase,
  OWNER_ROLE,
  RUNTIME_ROLE,
} from '../../src/platform/database/roles.js';
import { TEMPLATE, throwAwayRoot, throwAwayServer } from './test-server.js';

/**
 * Once per jest run, not per project: one temporary PostgreSQL with a migrated template database. With
 * TEST_DATABASE_URL (a superuser's) that server is used instead.
 */
export async function setUpDatabase(): Promise<void> {
  if (process.env.TEST_SUPERUSER_URL) return;
  const superuserUrl = process.env.TEST_DATABASE_URL ?? (await startThrowAwayServer());
  await createRolesAndDatabase(superuserUrl, TEMPLATE);
  const owner = new URL(superuserUrl);
  owner.username = OWNER_ROLE;
  owner.password = '';
  owner.pathname = `/${TEMPLATE}`;
  await migrate(owner.toString(), RUNTIME_ROLE);
  process.env.TEST_SUPERUSER_URL = superuserUrl;
}

/** Stops the temporary server of this run and removes its files. */
export async function tearDownDatabase(): Promise<void> {
  const run = process.env.TEST_RUN;
  delete process.env.TEST_SUPERUSER_URL;
  if (run === undefined) return;
  delete process.env.TEST_RUN;
  await throwAwayServer(run).stop();
  rmSync(throwAwayRoot(run), { recursive: true, force: true });
}

async function startThrowAwayServer(): Promise<string> {
  const run = String(process.pid);
  mkdirSync(throwAwayRoot(run), { recursive: true });
  chmodSync(throwAwayRoot(run), 0o755);
  const server = throwAwayServer(run);
  await server.start();
  process.env.TEST_RUN = run;
  return server.superuserUrl;
}
