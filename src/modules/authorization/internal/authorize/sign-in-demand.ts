import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { arrivalPath, type Arrival } from './arrivals.js';
import type { AuthorizeRequest } from './authorize-request.js';
import { signInAge } from './prompt.js';
import type { SignedInSession } from './signed-in-session.js';

const IS_OLDER = statement(
  'authorize.is-older',
  `SELECT $1::timestamptz < now() - make_interval(secs => $2) AS older`,
);

/** Whether the person must give their password again, because the app wants that. */
@Injectable()
export class SignInDemand {
  constructor(private readonly database: Database) {}

  /** Not after the sign-in that it brought about, which has done what was asked. */
  async isOpen(
    { prompt, maxAge }: AuthorizeRequest,
    arrival: Arrival | null,
    session: SignedInSession,
  ): Promise<boolean> {
    if (isSignedInFor(arrival, session)) return false;
    const seconds = signInAge(prompt, maxAge);
    return seconds !== null && (await this.isOlder(session.authenticatedAt, seconds));
  }

  /** By the database's clock. */
  async isOlder(moment: Date, seconds: number): Promise<boolean> {
    const [row] = await this.database.query<{ older: boolean }>(IS_OLDER, [moment, seconds]);
    return row?.older !== false;
  }
}

/**
 * True after a sign-in that this very arrival has brought about, in this browser; any other one is not about it, however
 * recent (D3). It is good for one answer: whoever comes back after that is asked again, and of several pages that were open
 * already `AuthorizationRequests.take` lets one be decided.
 */
export function isSignedInFor(arrival: Arrival | null, session: SignedInSession): boolean {
  if (arrival === null || session.signedInFor !== arrivalPath(arrival.id)) return false;
  return arrival.answeredAt === null || arrival.answeredAt < session.authenticatedAt;
}
