import { statement } from '../../../platform/database/statement.js';

/** Contacts of events whose user no source has brought. In the order of their user ids, as every batch writes. */
export const MAKE_STUBS = statement(
  'ingest.make-stubs',
  `INSERT INTO contacts (id, project_id, user_id, data_source_id, imported_at)
   SELECT i.id, :projectId::uuid, i.user_id, :dataSourceId::uuid, now()
   FROM jsonb_to_recordset(:items::jsonb) AS i (id uuid, user_id text)
   WHERE NOT EXISTS (SELECT FROM contacts c WHERE c.project_id = :projectId AND c.user_id = i.user_id)
     AND NOT EXISTS (SELECT FROM contact_identities n
       WHERE n.project_id = :projectId AND n.data_source_id = :dataSourceId AND n.user_id = i.user_id)
   ORDER BY i.user_id COLLATE "C"
   ON CONFLICT DO NOTHING
   RETURNING id`,
  { id: 'uuid' },
);

/** An event whose id its source has used before is not written again. `isAwaited`: something waits for such events. */
export const RECORD = statement(
  'ingest.record-events',
  `WITH given AS MATERIALIZED (
     SELECT i.position, i.id, i.event_id, i.type, i.parameters, coalesce(i.occurred_at, now()) AS occurred_at,
       coalesce(n.contact_id, c.id) AS contact_id
     FROM jsonb_to_recordset(:items::jsonb)
       AS i (position integer, id uuid, user_id text, event_id text, type text, parameters jsonb, occurred_at timestamptz)
     LEFT JOIN contact_identities n ON n.project_id = :projectId AND n.data_source_id = :dataSourceId AND n.user_id = i.user_id
     LEFT JOIN contacts c ON c.project_id = :projectId AND c.user_id = i.user_id AND c.deleted_at IS NULL
   ), made AS (
     INSERT INTO contact_events (id, project_id, data_source_id, contact_id, event_id, type, parameters, occurred_at)
     SELECT id, :projectId::uuid, :dataSourceId::uuid, contact_id, event_id, type, parameters, occurred_at
     FROM given WHERE contact_id IS NOT NULL
     ORDER BY event_id COLLATE "C", position
     ON CONFLICT (project_id, data_source_id, event_id) DO NOTHING
     RETURNING id
   ), receipt AS (
     INSERT INTO data_source_receipts (id, project_id, data_source_id, contacts, events, errored)
     SELECT :receiptId::uuid, :projectId::uuid, :dataSourceId::uuid, 0, count(contact_id), :errored::integer + count(*) - count(contact_id)
     FROM given
   )
   SELECT g.position, g.id, g.contact_id AS "contactId", m.id IS NOT NULL AS "isNew",
     m.id IS NOT NULL AND g.occurred_at > now() - interval '24 hours'
       AND EXISTS (SELECT FROM event_listeners l WHERE l.project_id = :projectId AND l.event_type = g.type) AS "isAwaited"
   FROM given g LEFT JOIN made m ON m.id = g.id`,
  {
    ...{ position: 'integer', id: 'uuid', contactId: 'uuid?', isNew: 'boolean' },
    isAwaited: 'boolean',
  },
);

/** Which of these are the events that were recorded under their ids before. */
export const COMPARE = statement(
  'ingest.compare-events',
  `SELECT i.position, e.type = i.type AND e.parameters = i.parameters AND e.contact_id = i.contact_id
     AND (i.occurred_at IS NULL OR e.occurred_at = i.occurred_at) AS "isSame"
   FROM jsonb_to_recordset(:items::jsonb)
     AS i (position integer, contact_id uuid, event_id text, type text, parameters jsonb, occurred_at timestamptz)
   JOIN contact_events e ON e.project_id = :projectId AND e.data_source_id = :dataSourceId AND e.event_id = i.event_id`,
  { position: 'integer', isSame: 'boolean' },
);
