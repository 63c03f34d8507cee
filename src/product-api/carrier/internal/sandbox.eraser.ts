import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import {
  eraseSome,
  ErasesContacts,
  type ContactEraser,
  type ErasedContact,
} from '../../audience/contact-erasers.js';

const ERASE = statement(
  'erasure.erase-sandbox',
  `WITH gone AS (
     DELETE FROM sandbox_outbox WHERE project_id = :projectId AND message_id = ANY (ARRAY(
       SELECT sent.message_id FROM sms_messages message JOIN sandbox_outbox sent ON sent.message_id = message.id
         AND sent.project_id = :projectId
       WHERE message.project_id = :projectId AND message.contact_id = :contactId LIMIT :limit))
     RETURNING 1
   )
   SELECT count(*)::int AS count FROM gone`,
  { count: 'integer' },
);

/** What the phone of an erased contact got. */
@ErasesContacts()
export class SandboxEraser implements ContactEraser {
  constructor(private readonly database: Database) {}

  erase(tx: EntityManager, contact: ErasedContact): Promise<boolean> {
    return eraseSome(this.database, tx, ERASE, contact);
  }
}
