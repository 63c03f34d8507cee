import pg from 'pg';
import { BootError } from '../platform/config/boot-error.js';
import type { OpenDatabase } from './opened-database.js';

/** Major version times 10,000, as `server_version_num` counts. */
const OLDEST = 150_000;

/** Checks a PostgreSQL that somebody else runs. @throws BootError if it cannot be used */
export async function openExternalDatabase(
  url: string,
  migrationUrl: string | undefined,
): Promise<OpenDatabase> {
  const runtime = await ask('DATABASE_URL', url);
  const owner = migrationUrl ? await ask('MIGRATION_DATABASE_URL', migrationUrl) : runtime;
  const oneRole = owner.role === runtime.role;
  return {
    runtimeUrl: url,
    ownerUrl: migrationUrl ?? url,
    runtimeRole: oneRole ? null : runtime.role,
    description: `PostgreSQL at ${describe(url)}, as ${runtime.role}`,
    notes: oneRole
      ? [
          `One database role (${runtime.role}) migrates and serves, so only triggers keep the audit log append-only. ` +
            `Set MIGRATION_DATABASE_URL to an owner and DATABASE_URL to a lesser role.`,
        ]
      : [],
    close: () => Promise.resolve('external'),
  };
}

async function ask(variable: string, connectionString: string): Promise<{ role: string }> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ role: string; version: number }>(
      `SELECT current_user AS role, current_setting('server_version_num')::int AS version`,
    );
    const [{ role, version } = { role: '', version: 0 }] = rows;
    if (version >= OLDEST) return { role };
    throw new Error(`PostgreSQL 15 or newer is needed, this is ${String(version / 10_000)}`);
  } catch (error) {
    throw new BootError(`${variable}: ${describe(connectionString)}: ${reasonOf(error)}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Happy eyeballs' failures have an empty message and one error per address. */
const reasonOf = (error: unknown): string =>
  error instanceof AggregateError
    ? error.errors.map((each) => (each as Error).message).join('; ')
    : (error as Error).message;

/** Host and database only: the URL holds a password. */
function describe(connectionString: string): string {
  const url = new URL(connectionString);
  return `${url.searchParams.get('host') ?? url.host}${url.pathname}`;
}
