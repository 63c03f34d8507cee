import { Injectable } from '@nestjs/common';
import { Environment } from '../../../platform/config/environment.js';
import { Database } from '../../../platform/database/database.js';
import { currentRequest } from '../../../platform/http/request-context.js';
import { addressOf } from '../../../platform/http/rate-limit/request-traits.js';
import { normaliseEmail } from '../../../platform/mail/email-address.js';
import { KnownBrowsers } from './known-browsers.js';
import { counterOf, SignInCounters, type Way } from './sign-in-counters.js';

/** What is known of a sign-in attempt before the password is verified. */
export interface SignInAttempt {
  /** Null if the input is no address. */
  readonly email: string | null;
  /** The caller's network. */
  readonly address: string;
  /** Of a known browser. */
  readonly browserToken: string | null;
  /** Path of the page that required the sign-in; null if none did. */
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

/** `wait`: the password was not verified; the next attempt is possible after so many seconds. */
export type Verdict<T> =
  | { readonly kind: 'passed'; readonly value: T }
  | { readonly kind: 'failed' }
  | { readonly kind: 'wait'; readonly seconds: number };

/** Throttles password guessing, except in a browser where the person has signed in before (attack D8). */
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
   * Runs `judge` unless the attempt comes too soon. It counts as a failure until `judge` returns; if `judge` throws,
   * the count is undone.
   */
  async pass<T>(who: SignInAttempt, judge: () => Promise<T | null>): Promise<Verdict<T>> {
    return this.passBy(await this.waysOf(who), judge);
  }

  /** The same for the password of a signed-in person: a stolen session must not be used to guess it. */
  passSignedIn<T>(userId: string, judge: () => Promise<T | null>): Promise<Verdict<T>> {
    return this.passBy([[counterOf('browser', `password of ${userId}`)]], judge);
  }

  /**
   * After a new password: resets the account's counter, as past guesses were at the old one. Network counters end by
   * themselves within minutes.
   */
  resetCounters(email: string): Promise<void> {
    const ways = waysOfUnknownBrowser(email, signInAttempt(email, null).address);
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

  /** A known browser has its own counter. */
  private async waysOf({ email, address, browserToken }: SignInAttempt): Promise<Way[]> {
    if (email === null) return [[counterOf('network', address)]];
    if (browserToken !== null && (await this.browsers.knows(browserToken, email))) {
      return [[counterOf('browser', `${browserToken} ${email}`)]];
    }
    return waysOfUnknownBrowser(email, address);
  }
}

/**
 * Attempts from unknown browsers share one counter of the account; while that is closed, other networks than the
 * guesser's still have a few attempts.
 */
function waysOfUnknownBrowser(email: string, address: string): Way[] {
  const both = `${address} ${email}`;
  const here = [counterOf('accountFromNetwork', both), counterOf('network', address)];
  return [
    [counterOf('account', email), ...here],
    [counterOf('spare', email), counterOf('spareFromNetwork', both), ...here],
  ];
}
