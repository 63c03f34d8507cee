import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { HandlesJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import {
  CONTACTS_SUBSCRIBED,
  type SubscribedContacts,
} from '../../../audience/contacts-subscribed.js';
import { RunDue } from '../running/run-due.js';
import { EnterContacts } from './enter-contacts.js';

const FIND_WAITING = statement(
  'automation.find-waiting-for-subscriptions',
  `SELECT id FROM automations
   WHERE project_id = :projectId AND status = 'active' AND jsonb_exists(trigger, 'subscribed') ORDER BY id`,
  { id: 'uuid' },
);

/** Contacts subscribed to text messages. */
@HandlesJob(CONTACTS_SUBSCRIBED)
export class ContactsSubscribedJob implements JobHandler<SubscribedContacts> {
  constructor(
    private readonly database: Database,
    private readonly entries: EnterContacts,
    private readonly due: RunDue,
  ) {}

  async run({ id, projectId, contactIds, subscribedAt }: SubscribedContacts): Promise<void> {
    const candidates = contactIds.map((contactId) => ({
      ...{ contactId, entryKey: `subscribed/${id}`, triggeredAt: new Date(subscribedAt) },
    }));
    for (const automation of await this.database.query(FIND_WAITING, { projectId })) {
      await this.database.transaction((tx) =>
        this.entries.execute(tx, { projectId, id: automation.id }, candidates),
      );
    }
    await this.due.execute();
  }
}
