import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** Milliseconds between two ticks. */
const TICK_MS = 10;

/** Milliseconds that a connection counts as queued for `accept` at most. */
const LONGEST_QUEUE_MS = 1_000;

/**
 * Bounds how long a request waited before this process read it, which no API tells: the process may have been busy, or
 * got no CPU time. A timer ticks every 10 ms, and what is read now may have been received since the tick before the
 * last: 10 to 20 ms ago, or before the gap in which the timer did not run. (After a gap the late tick may run before
 * the sockets are read, so the last tick alone would not do.) Before `start` nothing counts as having waited.
 */
export class EventLoopTicks {
  private last = Infinity;
  private previous = Infinity;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Runs until the process exits; the timer is unref'd. */
  start(): void {
    this.tick();
    setInterval(() => this.tick(), TICK_MS).unref();
  }

  tick(): void {
    this.previous = this.last;
    this.last = this.now();
  }

  /** The earliest time at which what is read now may have been received, on this process's monotonic clock. */
  waitingSince(): number {
    return Math.min(this.previous, this.now());
  }
}

/** Of this process. */
export const eventLoopTicks = new EventLoopTicks();

/** When each connection without a request so far was opened. */
const unusedSince = new WeakMap<Socket, number>();

/** When the oldest connection of the present queue was opened; null if the queue is empty. */
let queueBegan: number | null = null;
let connections = 0;

/**
 * Hook for `connection` of the HTTP server. Node accepts one connection in each turn of its event loop, however many are
 * queued: one that is accepted in the very next turn was opened when the one before it was.
 */
export function noteConnection(socket: Socket): void {
  const acceptedAt = eventLoopTicks.waitingSince();
  queueBegan = Math.max(queueBegan ?? acceptedAt, acceptedAt - LONGEST_QUEUE_MS);
  unusedSince.set(socket, queueBegan);
  const number = ++connections;
  const untilNextTurn = () =>
    setImmediate(() => {
      if (connections === number) queueBegan = null;
    });
  setImmediate(untilNextTurn);
}

/**
 * The earliest time at which the request may have been sent, on this process's monotonic clock. The first one of a
 * connection counts from when that was opened, since a client opens it to send a request. (The server closes silent
 * connections, so that this is never long ago.)
 */
export function receivedAt({ socket }: Pick<IncomingMessage, 'socket'>): number {
  const opened = unusedSince.get(socket);
  unusedSince.delete(socket);
  return opened ?? eventLoopTicks.waitingSince();
}
