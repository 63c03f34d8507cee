/**
 * A deliberate refusal. `message` is public; `reason` is for the log only.
 * The endpoint's surface decides the format of the response, not this class.
 */
export abstract class AppError extends Error {
  abstract readonly status: number;
  readonly reason: string | undefined;

  constructor(message: string, options: { reason?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.reason = options.reason;
  }
}
