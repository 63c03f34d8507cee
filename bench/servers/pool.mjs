import pg from 'pg';

/**
 * The pool of every peer: as many connections as this server has, and kept open as it keeps them. By pg's default they
 * would close after 10 s without work, while the other targets are measured, and each run would begin with new ones.
 */
export const openPool = (connectionString) =>
  new pg.Pool({ connectionString, max: 10, idleTimeoutMillis: 0, keepAlive: true });
