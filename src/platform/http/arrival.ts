import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { pulse } from './pulse.js';

/** Milliseconds after which a queue at the door explains nothing more. */
const LONGEST_QUEUE = 1_000;

/** Opened, and not yet used for a request: when, on this process's monotonic clock. */
const unused = new WeakMap<Socket, number>();

/** Since when connections have been waiting one behind the other; null when none was left. */
let queueBegan: number | null = null;
let connections = 0;

/**
 * Hook for `connection` of the HTTP server. Node takes up one connection in each turn of its loop, however many
 * wait: so one that comes in the very next turn had been waiting as long as the one before.
 */
export function noteConnection(socket: Socket): void {
  const found = pulse.waitingSince();
  queueBegan = Math.max(queueBegan ?? found, found - LONGEST_QUEUE);
  unused.set(socket, queueBegan);
  const number = ++connections;
  const untilNextTurn = () =>
    setImmediate(() => {
      if (connections === number) queueBegan = null;
    });
  setImmediate(untilNextTurn);
}

/**
 * When the request set out to us, as far as we can tell, on this process's monotonic clock. The first request of
 * a connection was under way since the connection was opened: that is what somebody does who wants to send it.
 * (The server closes connections that stay silent, so that this is never long ago.) What may have lain at our
 * door for a while counts from then on (`Pulse`).
 */
export function arrivalOf({ socket }: Pick<IncomingMessage, 'socket'>): number {
  const opened = unused.get(socket);
  unused.delete(socket);
  return opened ?? pulse.waitingSince();
}
