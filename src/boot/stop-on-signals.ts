import type { ClosingOrder } from './closing-order.js';

/** `npm start` forwards a Ctrl-C that the terminal has sent already; a person's second one comes later. */
const SAME_SIGNAL_MS = 1_000;

/**
 * Ctrl-C and `kill` abort `stopping` and close everything in order, once `started` has settled; a second one exits at
 * once.
 */
export function stopOnSignals(
  started: Promise<void>,
  closing: ClosingOrder,
  stopping: AbortController,
): void {
  let first: number | undefined;
  const stop = (): void => {
    stopping.abort();
    if (first === undefined) void stopInOrder(started, closing);
    first ??= performance.now();
    if (performance.now() - first > SAME_SIGNAL_MS) process.exit(1);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

async function stopInOrder(started: Promise<void>, closing: ClosingOrder): Promise<void> {
  if (process.stderr.isTTY) process.stderr.write('\nFinishing what has begun …\n');
  try {
    await started.catch(() => undefined);
    await closing.run();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`Stopping failed: ${String(error)}\n`);
    process.exit(1);
  }
}
