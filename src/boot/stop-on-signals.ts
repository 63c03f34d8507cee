import type { ClosingOrder } from './closing-order.js';

/** `npm start` passes a Ctrl-C on that the terminal has sent already; a person's second one comes later. */
const SAME_SIGNAL_MS = 1_000;

/** Ctrl-C and `kill` close everything in order; a second one gives up waiting. */
export function stopOnSignals(closing: ClosingOrder): void {
  let first: number | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    first ??= startStopping(closing, signal);
    if (performance.now() - first > SAME_SIGNAL_MS) process.exit(1);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

function startStopping(closing: ClosingOrder, signal: NodeJS.Signals): number {
  process.stderr.write(`\n${signal}: finishing what has begun …\n`);
  closing.run().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`Stopping failed: ${String(error)}\n`);
      process.exit(1);
    },
  );
  return performance.now();
}
