import { EmbeddedLease } from '../platform/database/embedded-lease.js';
import { locateEmbedded } from '../platform/database/embedded-location.js';
import { EmbeddedPostgres } from '../platform/database/embedded-postgres.js';
import { createRolesAndDatabase, OWNER_ROLE, RUNTIME_ROLE } from '../platform/database/roles.js';
import type { OpenDatabase } from './opened-database.js';

const DATABASE = 'app';
const ATTEMPTS = 5;

/** Starts the embedded PostgreSQL below `dataRoot`, or uses a running one; makes both roles and the database. */
export async function openEmbeddedDatabase(dataRoot: string): Promise<OpenDatabase> {
  const location = locateEmbedded(dataRoot);
  const server = new EmbeddedPostgres({ ...location, durable: true });
  const lease = await startAndLease(server);
  await createRolesAndDatabase(server.superuserUrl, DATABASE);
  return {
    runtimeUrl: server.url(RUNTIME_ROLE, DATABASE),
    ownerUrl: server.url(OWNER_ROLE, DATABASE),
    runtimeRole: RUNTIME_ROLE,
    description: `embedded PostgreSQL in ${location.dataDirectory}`,
    notes: location.notes,
    close: () => lease.release(() => server.stop()),
  };
}

/** Another process may stop the server between the start and the lease; then it is started again. */
async function startAndLease(server: EmbeddedPostgres): Promise<EmbeddedLease> {
  for (let attempt = 1; ; attempt++) {
    await server.start();
    try {
      return await EmbeddedLease.take(server.superuserUrl);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}
