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
  'erasure.erase-events',
  `WITH gone AS (
     DELETE FROM contact_events WHERE project_id = :projectId AND id = ANY (ARRAY(
       SELECT id FROM contact_events WHERE project_id = :projectId AND contact_id = :contactId LIMIT :limit))
     RETURNING 1
   )
   SELECT count(*)::int AS count FROM gone`,
  { count: 'integer' },
);

/** What an erased contact did. */
@ErasesContacts()
export class EventsEraser implements ContactEraser {
  constructor(private readonly database: Database) {}

  erase(tx: EntityManager, contact: ErasedContact): Promise<boolean> {
    return eraseSome(this.database, tx, ERASE, contact);
  }
}
