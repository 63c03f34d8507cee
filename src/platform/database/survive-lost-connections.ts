import type { Pool, PoolClient } from 'pg';

/**
 * A connection that dies while it is lent out fails the query on it, and nothing more. Without a listener of ours
 * `pg` throws that error into the process: the pool only listens while the connection is idle.
 */
export function surviveLostConnections(pool: Pool): void {
  const known = new WeakSet<PoolClient>();
  const listen = (client: PoolClient): void => {
    if (known.has(client)) return;
    known.add(client);
    client.on('error', () => undefined);
  };
  pool.on('connect', listen);
  // TypeORM has connected once before we get to see the pool.
  pool.on('acquire', listen);
}
