import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { policyOf } from '../../modules/verification/tier-policy.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import type { GuardedRequest } from './principal.js';

const TODAY = `date_trunc('day', now(), 'UTC')`;

// One row of the app and project, locked for the statement: concurrent calls do not exceed the limit together.
const COUNT = statement(
  'contact-reads.count',
  `INSERT INTO app_contact_reads AS r (client_id, project_id, day, contacts)
   SELECT :clientId::uuid, :projectId::uuid, ${TODAY}, :contacts::int WHERE :contacts::int <= :most::int
   ON CONFLICT (client_id, project_id) DO UPDATE SET day = greatest(r.day, excluded.day),
     contacts = excluded.contacts + CASE WHEN r.day >= excluded.day THEN r.contacts ELSE 0 END
   WHERE excluded.contacts + CASE WHEN r.day >= excluded.day THEN r.contacts ELSE 0 END <= :most::int
   RETURNING contacts`,
  { contacts: 'integer' },
);
const USED = statement(
  'contact-reads.used',
  `SELECT coalesce((SELECT contacts FROM app_contact_reads
       WHERE client_id = :clientId AND project_id = :projectId AND day >= ${TODAY}), 0) AS used,
     ${TODAY} + interval '1 day' AS "resetAt", ceil(extract(epoch FROM ${TODAY} + interval '1 day' - now()))::int AS seconds`,
  { used: 'integer', resetAt: 'timestamptz', seconds: 'integer' },
);

/** Of an app in a project, how many contacts its lists may return in a day. */
interface Limited {
  readonly clientId: string;
  readonly projectId: string;
  readonly most: number;
}

/** Limits how many contacts an unverified app reads in lists, searches and scrolls, exactly. */
@Injectable()
export class ContactReads {
  constructor(private readonly database: Database) {}

  /**
   * Of the app of a request in its project; null where nothing but the limits of calls applies.
   */
  limitOf({ access }: GuardedRequest): Limited | null {
    if (access?.kind !== 'grant' || !access.project) return null;
    const { client, project } = access;
    const own = client.organisationId === project.organisationId;
    const { contactsPerDay: most } = policyOf(client.tier, own);
    if (most === null) return null;
    return { clientId: client.id, projectId: project.id, most };
  }

  /** Counts what a response has before it is sent. @throws ProblemError `contact_limit_exceeded` for too many */
  async count(limited: Limited, contacts: number): Promise<void> {
    if (contacts === 0) return;
    const counted = await this.database.query(COUNT, { ...limited, contacts });
    if (counted.length > 0) return;
    const { clientId, projectId, most } = limited;
    const [row] = await this.database.query(USED, { clientId, projectId });
    if (!row) throw new Error('A statement without FROM has one row.');
    throw new ProblemError('contact_limit_exceeded', beyond(most, row.used), {
      retryAfterSeconds: row.seconds,
      members: { limit: most, used: row.used, reset: row.resetAt.toISOString() },
    });
  }
}

const beyond = (most: number, used: number): string =>
  used < most
    ? `An app that is not verified reads at most ${String(most)} contacts a day in lists of a project. It has read ${String(used)}, and this response has more than the ${String(most - used)} that are left: ask for fewer with \`limit\`. A verified app has no such limit.`
    : `An app that is not verified reads at most ${String(most)} contacts a day in lists of a project, and it has read them. A verified app has no such limit.`;
