import pg from 'pg';

/** `ready` accepts connections · `busy` is starting, recovering or stopping · `absent`: nothing listens. */
export type ServerState = 'ready' | 'busy' | 'absent';

/** "The database system is starting up", "… is shutting down", "… is in recovery mode". */
const CANNOT_CONNECT_NOW = '57P03';

/** Queries the state of a server. @throws Error if the socket exists and this user may not use it */
export async function probe(url: string): Promise<ServerState> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return 'ready';
  } catch (error) {
    return stateOf(error as { code?: string });
  }
}

function stateOf(error: { code?: string }): ServerState {
  const code = error.code ?? '';
  if (['ENOENT', 'ECONNREFUSED'].includes(code)) return 'absent';
  if (['EACCES', 'EPERM', 'ENOTDIR'].includes(code)) throw error as Error;
  // Any other SQLSTATE, such as that of "too many clients", comes from a running server.
  return /^[0-9A-Z]{2}[0-9P][0-9A-Z]{2}$/.test(code) && code !== CANNOT_CONNECT_NOW
    ? 'ready'
    : 'busy';
}
