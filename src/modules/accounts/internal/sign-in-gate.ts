import { Injectable } from '@nestjs/common';
import { currentRequest } from '../../../platform/http/request-context.js';
import { addressOf } from '../../../platform/http/rate-limit/request-traits.js';
import { normaliseEmail } from './email-address.js';
import { KnownBrowsers } from './known-browsers.js';
import { SignInAttempts, type Counted, type Verdict } from './sign-in-attempts.js';

/** Who wants to sign in, as far as can be told before the password is looked at. */
export interface Arriving {
  /** Null for what cannot be an address. */
  readonly email: string | null;
  /** The network they come from. */
  readonly address: string;
  /** Of a browser in which somebody signed in before. */
  readonly browserToken: string | null;
}

export const arriving = (email: string, browserToken: string | null): Arriving => ({
  email: normaliseEmail(email),
  address: addressOf({ ip: currentRequest()?.ip }),
  browserToken,
});

/** Slows down whoever guesses passwords, and nobody who sits where they always sit (attack D8). */
@Injectable()
export class SignInGate {
  constructor(
    private readonly attempts: SignInAttempts,
    private readonly browsers: KnownBrowsers,
  ) {}

  async pass<T>(who: Arriving, judge: () => Promise<T | null>): Promise<Verdict<T>> {
    return this.attempts.attempt(await this.countedFor(who), judge);
  }

  /** Strangers who try one account from anywhere fill one bucket; a browser that has been here has its own. */
  private async countedFor({ email, address, browserToken }: Arriving): Promise<Counted[]> {
    if (email === null) return [{ of: 'address', id: address }];
    if (browserToken !== null && (await this.browsers.knows(browserToken, email))) {
      return [{ of: 'place', id: `${browserToken} ${email}` }];
    }
    return [
      { of: 'account', id: email },
      { of: 'address', id: address },
    ];
  }
}
