import type { Server } from 'node:http';

/** Waits for requests that have begun, and ends idle connections as they become so. */
const SWEEP_MS = 50;

/** Stops accepting, lets the requests that have begun finish, and cuts off what is left at the deadline. */
export async function drain(server: Server, deadlineMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const deadline = setTimeout(() => server.closeAllConnections(), deadlineMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(deadline);
}
