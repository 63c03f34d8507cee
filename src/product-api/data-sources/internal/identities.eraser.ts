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
  'erasure.erase-identities',
  `WITH gone AS (
     DELETE FROM contact_identities WHERE project_id = :projectId AND (data_source_id, user_id) IN (
       SELECT data_source_id, user_id FROM contact_identities
       WHERE project_id = :projectId AND contact_id = :contactId LIMIT :limit)
     RETURNING 1
   )
   SELECT count(*)::int AS count FROM gone`,
  { count: 'integer' },
);

/** The ids by which data sources knew an erased contact. One of them in a later batch makes a new contact. */
@ErasesContacts()
export class IdentitiesEraser implements ContactEraser {
  constructor(private readonly database: Database) {}

  erase(tx: EntityManager, contact: ErasedContact): Promise<boolean> {
    return eraseSome(this.database, tx, ERASE, contact);
  }
}
