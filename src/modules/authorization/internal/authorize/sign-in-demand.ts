import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import type { Arrival } from './arrivals.js';
import type { AuthorizeRequest } from './authorize-request.js';
import type { SignedInSession } from './signed-in-session.js';

const IS_OLDER = statement(
  'authorize.is-older',
  `SELECT $1::timestamptz < now() - make_interval(secs => $2) AS older`,
);

/** Whether the person must give their password again, because the app wants that. */
@Injectable()
export class SignInDemand {
  constructor(private readonly database: Database) {}

  /** Never twice for one arrival: who signed in since has done what was asked. */
  async isOpen(
    { prompt, maxAge }: AuthorizeRequest,
    arrival: Arrival | null,
    session: SignedInSession,
  ): Promise<boolean> {
    if (signedInSince(arrival, session)) return false;
    if (prompt.has('login')) return true;
    return maxAge !== null && (await this.isOlder(session.authenticatedAt, maxAge));
  }

  /** By the database's clock. */
  async isOlder(moment: Date, seconds: number): Promise<boolean> {
    const [row] = await this.database.query<{ older: boolean }>(IS_OLDER, [moment, seconds]);
    return row?.older !== false;
  }
}

/** A sign-in that the arrival has brought about, and not one it found. */
export const signedInSince = (arrival: Arrival | null, session: SignedInSession): boolean =>
  arrival !== null && session.authenticatedAt > arrival.arrivedAt;
