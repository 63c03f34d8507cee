import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { pulse } from './pulse.js';

/** Opened, and not yet used for a request: when, on this process's monotonic clock. */
const unused = new WeakMap<Socket, number>();

/** Hook for `connection` of the HTTP server. */
export function noteConnection(socket: Socket): void {
  unused.set(socket, pulse.waitingSince());
}

/**
 * When the request set out to us, as far as we can tell, on this process's monotonic clock. The first request of
 * a connection was under way since the connection was opened: that is what somebody does who wants to send it.
 * (The server closes connections that stay silent, so that this is never long ago.) What may have lain at our
 * door for a while counts from then on (`Pulse`).
 */
export function arrivalOf({ socket }: IncomingMessage): number {
  const opened = unused.get(socket);
  unused.delete(socket);
  return opened ?? pulse.waitingSince();
}
