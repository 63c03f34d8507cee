import { columnsOf } from '../../../platform/database/entity-columns.js';
import { sharedLookup } from '../../../platform/database/shared-statement.js';
import { statement } from '../../../platform/database/statement.js';
import { ContactEventEntity } from './contact-event.entity.js';

const { list, shape } = columnsOf(ContactEventEntity);

export const FIND_EVENT = sharedLookup(
  'event.find',
  { projectId: 'uuid', id: 'uuid' },
  `SELECT ${list} FROM contact_events event WHERE project_id = :projectId AND id = :id AND EXISTS (
     SELECT FROM contacts contact
     WHERE contact.project_id = :projectId AND contact.id = event.contact_id AND contact.deleted_at IS NULL)`,
  shape,
);

/** So many that the types in use are among them, and few enough to be read at once. */
export const FIND_LATEST = statement(
  'event.find-latest',
  `SELECT ${list} FROM contact_events
   WHERE project_id = :projectId AND contact_id = :contactId ORDER BY occurred_at DESC LIMIT 200`,
  shape,
);

export const FIND_CONTACT = sharedLookup(
  'event.find-contact',
  { projectId: 'uuid', contactId: 'uuid' },
  `SELECT id FROM contacts WHERE project_id = :projectId AND id = :contactId AND deleted_at IS NULL`,
  { id: 'uuid' },
);
