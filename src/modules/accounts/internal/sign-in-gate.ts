import { Injectable } from '@nestjs/common';
import { Environment } from '../../../platform/config/environment.js';
import { Database } from '../../../platform/database/database.js';
import { currentRequest } from '../../../platform/http/request-context.js';
import { addressOf } from '../../../platform/http/rate-limit/request-traits.js';
import { normaliseEmail } from '../../../platform/mail/email-address.js';
import { KnownBrowsers } from './known-browsers.js';
import { counterOf, SignInCounters, type Way } from './sign-in-counters.js';

/** Who wants to sign in, as far as can be told before the password is looked at. */
export interface SignInAttempt {
  /** Null for what cannot be an address. */
  readonly email: string | null;
  /** The network they come from. */
  readonly address: string;
  /** Of a browser in which somebody signed in before. */
  readonly browserToken: string | null;
  /** Path of the page that asked them to sign in; null if none did. */
  readonly goal: string | null;
}

export const signInAttempt = (
  email: string,
  browserToken: string | null,
  goal: string | null = null,
): SignInAttempt => ({
  ...{ email: normaliseEmail(email), address: addressOf({ ip: currentRequest()?.ip }) },
  ...{ browserToken, goal },
});

/** `wait`: it was not even looked at, for so many seconds to come. */
export type Verdict<T> =
  | { readonly kind: 'passed'; readonly value: T }
  | { readonly kind: 'failed' }
  | { readonly kind: 'wait'; readonly seconds: number };

/** Slows down whoever guesses passwords, and nobody in a browser where they signed in before (attack D8). */
@Injectable()
export class SignInGate {
  private readonly counters: SignInCounters;

  constructor(
    database: Database,
    environment: Environment,
    private readonly browsers: KnownBrowsers,
  ) {
    this.counters = new SignInCounters(database, environment);
  }

  /**
   * Has an attempt judged, unless it comes too soon. It counts as wrong until `judge` says what it was good for; if that
   * cannot be found out, it never was.
   */
  async pass<T>(who: SignInAttempt, judge: () => Promise<T | null>): Promise<Verdict<T>> {
    return this.passBy(await this.waysOf(who), judge);
  }

  /** The same for the password of somebody who is signed in: a stolen session must not be used to guess it. */
  passSignedIn<T>(userId: string, judge: () => Promise<T | null>): Promise<Verdict<T>> {
    return this.passBy([[counterOf('browser', `password of ${userId}`)]], judge);
  }

  /** Whoever guessed at an account did it at a password that is no more. Elsewhere a network waits minutes at most. */
  beginAnew(email: string): Promise<void> {
    const ways = waysOfStrangers(email, signInAttempt(email, null).address);
    return this.counters.forget(ways.flat().filter(({ kind }) => kind !== 'network'));
  }

  private async passBy<T>(
    ways: readonly Way[],
    judge: () => Promise<T | null>,
  ): Promise<Verdict<T>> {
    const way = await this.counters.claim(ways);
    if (typeof way === 'number') return { kind: 'wait', seconds: way };
    const value = await judge().catch(async (error: unknown) => {
      await this.counters.takeBack(way);
      throw error;
    });
    if (value === null) return { kind: 'failed' };
    await this.counters.forgive(way);
    return { kind: 'passed', value };
  }

  /** A known browser counts for itself. */
  private async waysOf({ email, address, browserToken }: SignInAttempt): Promise<Way[]> {
    if (email === null) return [[counterOf('network', address)]];
    if (browserToken !== null && (await this.browsers.knows(browserToken, email))) {
      return [[counterOf('browser', `${browserToken} ${email}`)]];
    }
    return waysOfStrangers(email, address);
  }
}

/**
 * Strangers who try one account from anywhere fill one bucket; while it has to wait, those from another network than the
 * guessers may still try, a few times.
 */
function waysOfStrangers(email: string, address: string): Way[] {
  const both = `${address} ${email}`;
  const here = [counterOf('accountFromNetwork', both), counterOf('network', address)];
  return [
    [counterOf('account', email), ...here],
    [counterOf('spare', email), counterOf('spareFromNetwork', both), ...here],
  ];
}
