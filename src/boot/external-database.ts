import pg from 'pg';
import { BootError } from '../platform/config/boot-error.js';
import type { OpenDatabase } from './opened-database.js';

/** `server_version_num` of the oldest supported version: major version times 10,000. */
const OLDEST = 150_000;

interface Role {
  readonly role: string;
  /** Owns the schema, or may create it. */
  readonly migrates: boolean;
}

/** Checks an external PostgreSQL. @throws BootError if it cannot be used */
export async function openExternalDatabase(
  url: string,
  migrationUrl: string | undefined,
): Promise<OpenDatabase> {
  const runtime = await ask('DATABASE_URL', url);
  const owner = migrationUrl ? await askOwner(migrationUrl) : runtime;
  const oneRole = owner.role === runtime.role && owner.migrates;
  return {
    runtimeUrl: url,
    ownerUrl: owner.migrates ? (migrationUrl ?? url) : null,
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

async function askOwner(migrationUrl: string): Promise<Role> {
  const owner = await ask('MIGRATION_DATABASE_URL', migrationUrl);
  if (owner.migrates) return owner;
  throw new BootError(
    `MIGRATION_DATABASE_URL: ${describe(migrationUrl)}: the role ${owner.role} may not change the schema. Name its owner.`,
  );
}

const WHO_IS_THIS = `
  SELECT current_user AS role, current_setting('server_version_num')::int AS version,
         COALESCE(
           (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('migrations')),
           has_schema_privilege(current_schema(), 'CREATE')
             AND has_database_privilege(current_database(), 'CREATE'),
           false
         ) AS migrates`;

async function ask(variable: string, connectionString: string): Promise<Role> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Role & { version: number }>(WHO_IS_THIS);
    const [{ role, migrates, version } = { role: '', migrates: false, version: 0 }] = rows;
    if (version >= OLDEST) return { role, migrates };
    throw new Error(`PostgreSQL 15 or newer is needed, this is ${String(version / 10_000)}`);
  } catch (error) {
    throw new BootError(`${variable}: ${describe(connectionString)}: ${reasonOf(error)}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** An error of Happy Eyeballs (RFC 8305) has an empty message and one error per address. */
const reasonOf = (error: unknown): string =>
  error instanceof AggregateError
    ? error.errors.map((each) => (each as Error).message).join('; ')
    : (error as Error).message;

/** Host and database only: the URL holds a password. */
function describe(connectionString: string): string {
  const url = new URL(connectionString);
  return `${url.searchParams.get('host') ?? url.host}${url.pathname}`;
}
