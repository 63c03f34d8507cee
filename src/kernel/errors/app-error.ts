/**
 * Anything we refuse on purpose. `message` is public and safe to show; `reason` is for our log only.
 * How it is said on the wire is decided by the endpoint's surface, not here.
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
