import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { unprepared } from '../../platform/database/statement.js';
import { withTimeout } from './bounded-query.js';
import type { Condition } from './compile-rule.js';

/** The contacts of a project that fulfil a condition on `contact`. */
export const contactsWhere = (condition: Condition): string =>
  `FROM contacts contact
   WHERE contact.project_id = :projectId AND contact.deleted_at IS NULL AND ${condition.sql}`;

/** Counts contacts that fulfil a condition. */
@Injectable()
export class ContactCounts {
  constructor(private readonly database: Database) {}

  /** @throws ProblemError 422 if it takes too long */
  async count(projectId: string, condition: Condition): Promise<number> {
    const text: string = `SELECT count(*)::int AS count ${contactsWhere(condition)}`;
    const counting = unprepared(text, { count: 'integer' });
    const [row] = await withTimeout(this.database, (tx) =>
      this.database.queryIn(tx, counting, { projectId, ...condition.values }),
    );
    return row?.count ?? 0;
  }
}
