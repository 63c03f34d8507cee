import { statement } from '../../../platform/database/statement.js';

const other = (key: string, value: string) =>
  `SELECT c.id FROM contacts c
   WHERE c.project_id = :projectId AND c.deleted_at IS NULL AND ${key} = ${value}
     AND c.data_source_id IS DISTINCT FROM :dataSourceId
     AND NOT EXISTS (SELECT FROM contact_identities x
       WHERE x.project_id = :projectId AND x.contact_id = c.id AND x.data_source_id = :dataSourceId)
   ORDER BY c.created_at, c.id LIMIT 1`;

/**
 * Contacts of other sources that items are of: those that this source knows by another id already, and for an id that
 * is new to the project, one with the same telephone number or else the same email.
 */
export const MATCH = statement(
  'ingest.match-contacts',
  `SELECT i.user_id AS "userId", t.user_id AS "targetUserId", t.id AS "contactId", n.contact_id IS NOT NULL AS "isKnown"
   FROM jsonb_to_recordset(:items::jsonb) AS i (user_id text, phone text, email text)
   LEFT JOIN contact_identities n
     ON n.project_id = :projectId AND n.data_source_id = :dataSourceId AND n.user_id = i.user_id
   LEFT JOIN contacts own ON own.project_id = :projectId AND own.user_id = i.user_id
   LEFT JOIN LATERAL (${other('c.phone_mobile', 'i.phone')}) p ON n.contact_id IS NULL AND own.id IS NULL
   LEFT JOIN LATERAL (${other('c.email', 'i.email')}) e ON n.contact_id IS NULL AND own.id IS NULL AND p.id IS NULL
   JOIN contacts t ON t.project_id = :projectId AND t.id = coalesce(n.contact_id, p.id, e.id)
   ORDER BY i.user_id COLLATE "C"`,
  { userId: 'text', targetUserId: 'text', contactId: 'uuid', isKnown: 'boolean' },
);

/** Of two batches that want the same contact under two ids, the first one has it. */
export const REMEMBER = statement(
  'ingest.remember-identities',
  `INSERT INTO contact_identities (project_id, data_source_id, user_id, contact_id)
   SELECT :projectId::uuid, :dataSourceId::uuid, i.user_id, i.contact_id
   FROM jsonb_to_recordset(:items::jsonb) AS i (user_id text, contact_id uuid)
   ORDER BY i.contact_id ON CONFLICT DO NOTHING`,
);
