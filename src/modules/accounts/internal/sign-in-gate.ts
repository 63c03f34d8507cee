import { Injectable } from '@nestjs/common';
import { currentRequest } from '../../../platform/http/request-context.js';
import { addressOf } from '../../../platform/http/rate-limit/request-traits.js';
import { normaliseEmail } from '../../../platform/mail/email-address.js';
import { KnownBrowsers } from './known-browsers.js';
import { SignInAttempts, type Counted, type Verdict, type Way } from './sign-in-attempts.js';

/** Who wants to sign in, as far as can be told before the password is looked at. */
export interface Arriving {
  /** Null for what cannot be an address. */
  readonly email: string | null;
  /** The network they come from. */
  readonly address: string;
  /** Of a browser in which somebody signed in before. */
  readonly browserToken: string | null;
  /** Path of the page that asked them to sign in; null if none did. */
  readonly goal: string | null;
}

export const arriving = (
  email: string,
  browserToken: string | null,
  goal: string | null = null,
): Arriving => ({
  email: normaliseEmail(email),
  address: addressOf({ ip: currentRequest()?.ip }),
  browserToken,
  goal,
});

/** Slows down whoever guesses passwords, and nobody who sits where they always sit (attack D8). */
@Injectable()
export class SignInGate {
  constructor(
    private readonly attempts: SignInAttempts,
    private readonly browsers: KnownBrowsers,
  ) {}

  async pass<T>(who: Arriving, judge: () => Promise<T | null>): Promise<Verdict<T>> {
    return this.attempts.attempt(await this.waysOf(who), judge);
  }

  /** Whoever guessed at an account did it at a password that is no more. Elsewhere a network waits minutes at most. */
  async beginAnew(email: string): Promise<void> {
    const { account, visitor, spare, share } = countersOf(email, arriving(email, null).address);
    for (const each of [account, visitor, spare, share]) await this.attempts.forget(each);
  }

  /**
   * A browser that has been here counts for itself. Strangers who try one account from anywhere fill one bucket;
   * while it has to wait, those from another network than the guessers may still try, a few times.
   */
  private async waysOf({ email, address, browserToken }: Arriving): Promise<Way[]> {
    if (email === null) return [[{ of: 'address', id: address }]];
    if (browserToken !== null && (await this.browsers.knows(browserToken, email))) {
      return [[{ of: 'place', id: `${browserToken} ${email}` }]];
    }
    const { account, visitor, spare, share } = countersOf(email, address);
    const network: Counted = { of: 'address', id: address };
    return [
      [account, visitor, network],
      [spare, share, visitor, network],
    ];
  }
}

const countersOf = (
  email: string,
  address: string,
): Record<'account' | 'visitor' | 'spare' | 'share', Counted> => ({
  account: { of: 'account', id: email },
  visitor: { of: 'visitor', id: `${address} ${email}` },
  spare: { of: 'spare', id: email },
  share: { of: 'share', id: `${address} ${email}` },
});
