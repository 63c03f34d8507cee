import { Injectable } from '@nestjs/common';
import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import type { Claimed } from './due.statements.js';
import type { Group } from './group.js';

/** One statement, so that automations that run at the same time stay below the limit together. In the order of ids. */
const COUNT = statement(
  'automation-message-days.count',
  `INSERT INTO automation_message_days AS counted (project_id, contact_id, day, messages)
   SELECT :projectId, contact_id, (now() AT TIME ZONE :zone)::date, 1
   FROM unnest(:contactIds::uuid[]) AS contact_id WHERE :most::int > 0 ORDER BY contact_id
   ON CONFLICT (project_id, contact_id, day) DO UPDATE SET messages = counted.messages + 1
     WHERE counted.messages < :most::int
   RETURNING contact_id AS "contactId"`,
  { contactId: 'uuid' },
);

const GIVE_BACK = statement(
  'automation-message-days.give-back',
  `UPDATE automation_message_days SET messages = messages - 1
   WHERE project_id = :projectId AND contact_id = ANY (:contactIds::uuid[])
     AND day = (now() AT TIME ZONE :zone)::date AND messages > 0`,
);

/** How many messages of automations a contact may get in a day of the project. */
@Injectable()
export class MessageDays {
  constructor(
    private readonly database: Database,
    private readonly environment: Environment,
  ) {}

  /** @returns contacts who may get one more, which is counted */
  async count({ tx, head, running, rows }: Group): Promise<ReadonlySet<string>> {
    const counted = await this.database.queryIn(tx, COUNT, {
      ...{ projectId: head.projectId, zone: running.zone, contactIds: contactsOf(rows) },
      most: this.environment.AUTOMATION_MESSAGES_PER_DAY,
    });
    return new Set(counted.map(({ contactId }) => contactId));
  }

  /** For messages of the same transaction that were not sent after all. */
  async giveBack({ tx, head, running }: Group, unsent: readonly Claimed[]): Promise<void> {
    if (unsent.length === 0) return;
    const values = { projectId: head.projectId, zone: running.zone };
    await this.database.queryIn(tx, GIVE_BACK, { ...values, contactIds: contactsOf(unsent) });
  }
}

const contactsOf = (rows: readonly Claimed[]): string[] => rows.map(({ contactId }) => contactId);
