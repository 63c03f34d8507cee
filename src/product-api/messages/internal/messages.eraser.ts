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
  'erasure.blank-messages',
  `WITH blanked AS (
     UPDATE sms_messages SET recipient = NULL, text = NULL, delivered_text = NULL, client_id = NULL,
       sender_address = CASE WHEN inbound THEN NULL ELSE sender_address END, updated_at = now()
     WHERE project_id = :projectId AND id = ANY (ARRAY(
       SELECT id FROM sms_messages WHERE project_id = :projectId AND contact_id = :contactId
         AND coalesce(recipient, text, delivered_text, client_id) IS NOT NULL LIMIT :limit))
     RETURNING 1
   )
   SELECT count(*)::int AS count FROM blanked`,
  { count: 'integer' },
);

/** What was written to an erased contact and by it. The messages stay: they were paid for. One that waits is not sent. */
@ErasesContacts()
export class MessagesEraser implements ContactEraser {
  constructor(private readonly database: Database) {}

  erase(tx: EntityManager, contact: ErasedContact): Promise<boolean> {
    return eraseSome(this.database, tx, ERASE, contact);
  }
}
