import pg from 'pg';

/** Shared: a process uses the server. Exclusive: a process stops it, so no other may begin to use it. */
const LEASE = 7_345_001;

/**
 * One process's lease on an embedded server that several may share (two `npm start` on two ports, a command).
 * It is an advisory lock of an open connection, so it ends with the process.
 */
export class EmbeddedLease {
  private constructor(private readonly client: pg.Client) {}

  /** @throws Error if the server is being stopped at this moment: start it again */
  static async take(superuserUrl: string): Promise<EmbeddedLease> {
    const client = new pg.Client({ connectionString: superuserUrl });
    // Every other query will report the lost connection.
    client.on('error', () => undefined);
    await client.connect();
    await client.query('SELECT pg_advisory_lock_shared($1)', [LEASE]);
    return new EmbeddedLease(client);
  }

  /** Releases the lease; the last process runs `stop` while new ones wait. */
  async release(stop: () => Promise<void>): Promise<'stopped' | 'in use'> {
    try {
      const { rows } = await this.client.query<{ last: boolean }>(
        'SELECT pg_advisory_unlock_shared($1), pg_try_advisory_lock($1) AS last',
        [LEASE],
      );
      if (rows[0]?.last !== true) return 'in use';
      await stop();
      return 'stopped';
    } finally {
      await this.client.end().catch(() => undefined);
    }
  }
}
