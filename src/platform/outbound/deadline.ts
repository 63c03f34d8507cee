import { OutboundError } from './outbound-error.js';

/** From the DNS query to the last byte. */
const DEADLINE_MS = 5_000;

/** Gives up after five seconds, whatever the work does then. @throws OutboundError */
export async function beforeDeadline<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  const overdue = new Promise<never>((_, reject) => {
    deadline.addEventListener('abort', () => {
      reject(new OutboundError('unavailable', 'the fetch took too long'));
    });
  });
  try {
    return await Promise.race([work(deadline), overdue]);
  } catch (error) {
    if (error instanceof OutboundError) throw error;
    throw new OutboundError('unavailable', 'the connection failed', { cause: error });
  }
}
