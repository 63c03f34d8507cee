import type { Server } from 'node:http';

/** Interval of the check for idle connections while requests finish. */
const SWEEP_MS = 50;

/** Stops accepting, waits for the requests that have begun, and closes the remaining connections at the deadline. */
export async function drain(server: Server, deadlineMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const deadline = setTimeout(() => server.closeAllConnections(), deadlineMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(deadline);
}
