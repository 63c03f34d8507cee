/**
 * `unavailable`: nobody can say today, so what was read before may still hold. `unacceptable`: the answer is
 * known and it is no (404, another type, too long, an address that is not public).
 */
export type OutboundFailure = 'unavailable' | 'unacceptable';

/** A fetch that yielded nothing usable. `message` is for the log: it never repeats what came back. */
export class OutboundError extends Error {
  constructor(
    readonly failure: OutboundFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'OutboundError';
  }
}
