import { ThrottlerException } from '@nestjs/throttler';

/** 429; the failure filters turn `retryAfterSeconds` into `Retry-After`. */
export class TooManyRequestsException extends ThrottlerException {
  constructor(readonly retryAfterSeconds: number) {
    super('Too many requests');
  }
}
