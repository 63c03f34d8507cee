import { ClosingOrder } from './closing-order.js';
import { stopOnSignals } from './stop-on-signals.js';

/** Opens what a process needs; adds to `closing` how it is closed. `stopping` is aborted by a signal to stop. */
type Start = (closing: ClosingOrder, stopping: AbortSignal) => Promise<void>;

/** Runs `start`, closes everything on a signal, and whatever was opened on a failure. @throws what `start` throws */
export async function startUp(start: Start): Promise<void> {
  const closing = new ClosingOrder();
  const stopping = new AbortController();
  const started = start(closing, stopping.signal);
  stopOnSignals(started, closing, stopping);
  try {
    await started;
  } catch (error) {
    await closing.run().catch(() => undefined);
    throw error;
  }
}
