import { Injectable } from '@nestjs/common';
import { fromWireId, newId, toWireId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';

/** A request as a browser brought it. It waits here, out of the URL, while the person signs in. */
export interface Arrival {
  readonly id: string;
  /** Form-encoded, as the app wrote them. */
  readonly parameters: string;
  readonly pushedRequestId: string | null;
  /** The browser session in which the person has said that the account is the right one. */
  readonly chosenSessionId: string | null;
  /** When a person last decided on it. */
  readonly answeredAt: Date | null;
}

const INSERT = statement(
  'authorization-arrival.insert',
  `INSERT INTO authorization_arrivals (id, parameters, pushed_request_id, expires_at)
   VALUES ($1, $2, $3, now() + interval '1 hour')`,
);
const FIND = statement(
  'authorization-arrival.find',
  `SELECT a.id, a.parameters, a.pushed_request_id AS "pushedRequestId",
     a.chosen_session_id AS "chosenSessionId",
     (SELECT max(r.decided_at) FROM authorization_requests r WHERE r.arrival_id = a.id) AS "answeredAt"
   FROM authorization_arrivals a LEFT JOIN pushed_requests p ON p.id = a.pushed_request_id
   WHERE a.id = $1 AND a.expires_at > now() AND p.spent_at IS NULL`,
);
const CHOOSE_ACCOUNT = statement(
  'authorization-arrival.choose-account',
  `UPDATE authorization_arrivals SET chosen_session_id = $2 WHERE id = $1 RETURNING id`,
);

@Injectable()
export class Arrivals {
  constructor(private readonly database: Database) {}

  /** Keeps it for an hour and returns its id. */
  async keep(parameters: string, pushedRequestId: string | null): Promise<string> {
    const id = newId();
    await this.database.query(INSERT, [id, parameters, pushedRequestId]);
    return id;
  }

  /** Null for an unknown or old one, and once the pushed request behind it was decided. */
  async find(wireId: string): Promise<Arrival | null> {
    const id = fromWireId('arr', wireId);
    const [row] = id === null ? [] : await this.database.query<Arrival>(FIND, [id]);
    return row ?? null;
  }

  /** The choice counts in that browser, as long as the person stays signed in there (D3). */
  async chooseAccount({ id }: Arrival, sessionId: string): Promise<void> {
    await this.database.query(CHOOSE_ACCOUNT, [id, sessionId]);
  }
}

/** Where the browser goes on with an arrival. */
export const arrivalPath = (id: string): string => `/oauth/authorize/${toWireId('arr', id)}`;

/** Where the person says with which account to go on. */
export const accountPath = (id: string): string => `${arrivalPath(id)}/account`;

/** Where the person says that they are somebody else. */
export const switchPath = (id: string): string => `${accountPath(id)}/switch`;
