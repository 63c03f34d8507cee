import type { Pool, PoolClient } from 'pg';

/**
 * A connection that is lost while in use fails its query, and nothing more. Without this listener `pg` emits an
 * unhandled error: the pool only listens while the connection is idle.
 */
export function surviveLostConnections(pool: Pool): void {
  const known = new WeakSet<PoolClient>();
  const listen = (client: PoolClient): void => {
    if (known.has(client)) return;
    known.add(client);
    client.on('error', () => undefined);
  };
  pool.on('connect', listen);
  // TypeORM has connected once before the pool is accessible.
  pool.on('acquire', listen);
}
