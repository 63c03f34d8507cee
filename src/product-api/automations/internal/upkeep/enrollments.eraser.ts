import type { EntityManager } from 'typeorm';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import {
  ERASED_AT_ONCE,
  ErasesContacts,
  type ContactEraser,
  type ErasedContact,
} from '../../../audience/contact-erasers.js';

/** What is being moved on at this moment is erased by the next step: nobody waits for it. */
const ERASE = statement(
  'erasure.erase-enrollments',
  `WITH found AS (
     SELECT id FROM automation_enrollments WHERE project_id = :projectId AND contact_id = :contactId
     LIMIT :limit FOR UPDATE SKIP LOCKED
   ), gone AS (
     DELETE FROM automation_enrollments e USING found WHERE e.project_id = :projectId AND e.id = found.id
     RETURNING e.automation_id, e.ended_at
   ), stopped AS (
     SELECT a.id, count(*) AS count FROM gone JOIN automations a ON a.id = gone.automation_id
     WHERE a.project_id = :projectId AND gone.ended_at IS NULL GROUP BY a.id
   ), locked AS (
     SELECT id FROM automations WHERE project_id = :projectId AND id IN (SELECT id FROM stopped) ORDER BY id FOR NO KEY UPDATE
   ), counted AS (
     UPDATE automations a SET stopped_count = a.stopped_count + stopped.count
     FROM stopped JOIN locked USING (id) WHERE a.project_id = :projectId AND a.id = stopped.id
   ), days AS (
     DELETE FROM automation_message_days WHERE project_id = :projectId AND contact_id = :contactId
   )
   SELECT (SELECT count(*) FROM automation_enrollments WHERE project_id = :projectId AND contact_id = :contactId)
     > (SELECT count(*) FROM gone) AS more`,
  { more: 'boolean' },
);

/** Ends what is under way for a contact, and forgets that they were in it. */
@ErasesContacts()
export class EnrollmentsEraser implements ContactEraser {
  constructor(private readonly database: Database) {}

  async erase(tx: EntityManager, contact: ErasedContact): Promise<boolean> {
    const [erased] = await this.database.queryIn(tx, ERASE, { ...contact, limit: ERASED_AT_ONCE });
    return erased?.more === true;
  }
}
