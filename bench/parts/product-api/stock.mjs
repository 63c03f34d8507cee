import { storeRows } from '../../targets/store-rows.mjs';
import { withoutChecks, withoutIndexes } from '../fill-tables.mjs';

/** What the app of the part may do. */
const SCOPES = [
  ...['contacts:ingest', 'events:read', 'segments:read'],
  ...['audience.basic:read', 'audience.full:read'],
];

/** A UUID that sorts by `number`, as version 7 does. `kind` keeps the tables apart. */
const id = (kind, number) =>
  `('01810000-000${kind}-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;

const CONTACTS = `
  INSERT INTO contacts (id, project_id, data_source_id, user_id, first_name, last_name, email, phone_mobile, country,
    attributes, imported_at, created_at, updated_at)
  SELECT ${id(1, 'i')}, $1, $2, 'user-' || i, 'Ana', 'Campos', 'user-' || i || '@bench.example',
    '+346' || lpad(i::text, 8, '0'), CASE WHEN i % 10 < 7 THEN 'ES' ELSE 'PT' END,
    jsonb_build_object('loyalty_tier', CASE WHEN i % 3 = 0 THEN 'gold' ELSE 'blue' END, 'points', i % 100),
    now(), t, t
  FROM generate_series($3::int, $4::int) i, LATERAL (SELECT now() - i * interval '1 second' AS t) times`;

/** For every second contact one, a second after the other. */
const EVENTS = `
  INSERT INTO contact_events (id, project_id, data_source_id, contact_id, event_id, type, parameters, occurred_at, received_at)
  SELECT ${id(2, 'i')}, $1, $2, ${id(1, 'i')}, 'event-' || i, CASE WHEN i % 8 = 1 THEN 'purchase' ELSE 'visit' END,
    jsonb_build_object('amount', i % 200), t, t
  FROM generate_series($3::int, $4::int, 2) i, LATERAL (SELECT now() - i * interval '1 second' AS t) times`;

const AT_ONCE = 100_000;

/**
 * A project with so many contacts, of one data source, and half as many events. The rows are such as the calls of the
 * part would write.
 */
export async function stock(target, contacts) {
  const { client, cluster } = target;
  const actor = await target.addActor(SCOPES);
  await storeSpecs(client, actor.project);
  await withoutIndexes(client, ['contacts', 'contact_events'], async () => {
    for (let first = 1; first <= contacts; first += AT_ONCE) {
      const last = Math.min(contacts, first + AT_ONCE - 1);
      await withoutChecks(client, async () => {
        for (const insert of [CONTACTS, EVENTS]) {
          await client.query(insert, [actor.project, actor.source, first, last]);
        }
      });
      await cluster.query('CHECKPOINT');
    }
  });
  await client.query('VACUUM ANALYZE');
  return { target, actor, contacts };
}

async function storeSpecs(client, project) {
  const member = { project_id: project };
  const tables = {
    project_specs: [{ ...member, version: 1, attributes: 2, events: 2 }],
    attribute_specs: [
      { ...member, uid: 'loyalty_tier', label: 'Tier', data_type: 'string', has_data: true },
      { ...member, uid: 'points', label: 'Points', data_type: 'integer', has_data: true },
    ],
    event_specs: ['purchase', 'visit'].map((uid) => ({ ...member, uid, name: uid, parameters: 1 })),
    event_parameter_specs: ['purchase', 'visit'].map((type) => ({
      ...{ ...member, event_type: type, parameter: 'amount', title: 'Amount' },
      ...{ data_type: 'decimal', required: false, multi_value: 1, pii: false },
    })),
  };
  for (const [table, rows] of Object.entries(tables)) await storeRows(client, table, rows);
}
