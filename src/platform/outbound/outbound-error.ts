/**
 * `unavailable`: a temporary failure, so an earlier copy may still be valid. `unacceptable`: the host responded, and
 * the response cannot be used (404, another type, too long, an address that is not public).
 */
export type OutboundFailure = 'unavailable' | 'unacceptable';

/** A fetch without a usable result. `message` is for the log: it never repeats the response. */
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
