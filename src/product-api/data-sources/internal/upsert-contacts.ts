import { statement } from '../../../platform/database/statement.js';
import { CONTACT_COLUMNS, contactColumn } from './contact-columns.js';

const names = CONTACT_COLUMNS.map(({ column }) => column).join(', ');
const typed = CONTACT_COLUMNS.map(({ column, type }) => `${column} ${type}`).join(', ');
const inserted = CONTACT_COLUMNS.map(({ column, isList }) =>
  isList ? `coalesce(i.${column}, '{}')` : `i.${column}`,
).join(', ');
const updated = CONTACT_COLUMNS.map(
  ({ column, bit }) =>
    `CASE WHEN m.given & ${String(bit)} > 0 THEN excluded.${column} ELSE c.${column} END`,
).join(', ');
const phoneBit = String(contactColumn('_phone_mobile').bit);

/**
 * Writes contacts in the order of their user ids, so that batches with the same ones wait for each other and never in a
 * circle. A contact of which another source has values, or one that was deleted, is locked and not returned. `given`:
 * by user id, which columns an item gives, as bits. `cleared`: by user id, which custom attributes it clears.
 */
export const UPSERT = statement(
  'ingest.upsert-contacts',
  `WITH made AS (
     INSERT INTO contacts AS c (id, project_id, user_id, data_source_id, imported_at, ${names}, attributes, is_subscribed_sms, sms_blocked_at)
     SELECT i.id, :projectId::uuid, i.user_id, :dataSourceId::uuid, now(), ${inserted}, i.attributes, NOT i.blocked,
       CASE WHEN i.blocked THEN now() END
     FROM jsonb_to_recordset(:items::jsonb) AS i (id uuid, user_id text, blocked boolean, attributes jsonb, ${typed})
     ORDER BY i.user_id COLLATE "C"
     ON CONFLICT (project_id, user_id) DO UPDATE
     SET (${names}, data_source_id, imported_at, attributes, is_subscribed_sms, sms_blocked_at, updated_at) = (
       SELECT ${updated}, excluded.data_source_id, coalesce(c.imported_at, now()),
         CASE WHEN m.cleared IS NULL THEN c.attributes || excluded.attributes
              ELSE (c.attributes || excluded.attributes) - ARRAY(SELECT jsonb_array_elements_text(m.cleared)) END,
         c.is_subscribed_sms AND excluded.is_subscribed_sms,
         CASE WHEN m.given & ${phoneBit} = 0 THEN c.sms_blocked_at
              WHEN excluded.sms_blocked_at IS NOT NULL THEN coalesce(c.sms_blocked_at, now())
              WHEN excluded.phone_mobile IS DISTINCT FROM c.phone_mobile THEN NULL
              ELSE c.sms_blocked_at END,
         now()
       FROM (SELECT (:given::jsonb ->> excluded.user_id)::integer AS given, :cleared::jsonb -> excluded.user_id AS cleared OFFSET 0) AS m)
     WHERE c.deleted_at IS NULL AND coalesce(c.data_source_id, excluded.data_source_id) = excluded.data_source_id
       AND c.field_sources = '{}'
     RETURNING c.id, c.user_id, c.xmax = 0 AS created
   ), receipt AS (
     INSERT INTO data_source_receipts (id, project_id, data_source_id, contacts, events, errored)
     VALUES (:receiptId, :projectId, :dataSourceId, :accepted, 0, :errored)
   )
   SELECT id, user_id AS "userId", created FROM made`,
  { id: 'uuid', userId: 'text', created: 'boolean' },
);

/** Contacts of several sources, which `UPSERT` has locked. */
export const FIND_SHARED = statement(
  'ingest.find-shared-contacts',
  `SELECT id, user_id AS "userId", data_source_id AS "dataSourceId", field_sources AS "fieldSources", attributes,
     to_jsonb(c) AS columns
   FROM contacts c WHERE project_id = :projectId AND user_id = ANY (:userIds::text[]) AND deleted_at IS NULL`,
  {
    ...{ id: 'uuid', userId: 'text', dataSourceId: 'uuid?', fieldSources: 'jsonb' },
    ...{ attributes: 'jsonb', columns: 'jsonb' },
  },
);

export const FIND_PRIORITIES = statement(
  'ingest.find-priorities',
  `SELECT id, priority FROM data_sources WHERE project_id = :projectId`,
  { id: 'uuid', priority: 'integer' },
);

const merged = CONTACT_COLUMNS.map(({ column, isList }) =>
  isList ? `coalesce(i.${column}, '{}')` : `i.${column}`,
).join(', ');

/** Writes whole contacts, after they were merged. */
export const WRITE_MERGED = statement(
  'ingest.write-merged-contacts',
  `UPDATE contacts c
   SET (${names}, data_source_id, imported_at, attributes, field_sources, is_subscribed_sms, sms_blocked_at, updated_at) =
     ROW (${merged}, coalesce(c.data_source_id, :dataSourceId::uuid), coalesce(c.imported_at, now()), i.attributes, i.field_sources,
       c.is_subscribed_sms AND NOT i.blocked,
       CASE WHEN i.blocked THEN coalesce(c.sms_blocked_at, now())
            WHEN i.phone_mobile IS DISTINCT FROM c.phone_mobile THEN NULL ELSE c.sms_blocked_at END,
       now())
   FROM jsonb_to_recordset(:items::jsonb) AS i (id uuid, blocked boolean, attributes jsonb, field_sources jsonb, ${typed})
   WHERE c.project_id = :projectId AND c.id = i.id`,
);
