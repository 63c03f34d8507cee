import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import {
  eraseSome,
  ErasesContacts,
  type ContactEraser,
  type ErasedContact,
} from '../contact-erasers.js';

const ERASE = statement(
  'erasure.erase-consent-log',
  `WITH gone AS (
     DELETE FROM consent_changes WHERE project_id = :projectId AND id = ANY (ARRAY(
       SELECT id FROM consent_changes WHERE project_id = :projectId AND contact_id = :contactId LIMIT :limit))
     RETURNING 1
   )
   SELECT count(*)::int AS count FROM gone`,
  { count: 'integer' },
);

/** The suppression and the audit log say afterwards that the person is not to be written to, and who erased them. */
@ErasesContacts()
export class ConsentLogEraser implements ContactEraser {
  constructor(private readonly database: Database) {}

  erase(tx: EntityManager, contact: ErasedContact): Promise<boolean> {
    return eraseSome(this.database, tx, ERASE, contact);
  }
}
