import { statement } from '../../../platform/database/statement.js';

export const RESERVE = statement(
  'funds.reserve',
  `WITH taken AS (
     UPDATE organisation_funds
     SET available = available - :amount::bigint, reserved = reserved + :amount::bigint, updated_at = now()
     WHERE organisation_id = :organisationId AND available >= :amount::bigint RETURNING organisation_id
   )
   INSERT INTO funds_movements (id, organisation_id, project_id, kind, amount, messages)
   SELECT :id::uuid, organisation_id, :projectId::uuid, 'reserve', :amount::bigint, :messages::int FROM taken
   RETURNING id`,
  { id: 'uuid' },
);

/** What is available, and locked until the transaction ends. */
export const LOCK = statement(
  'funds.lock',
  'SELECT available FROM organisation_funds WHERE organisation_id = :organisationId FOR UPDATE',
  { available: 'bigint' },
);

/** Of several organisations, in the order of their ids, so that no two transactions wait for each other. */
export const SETTLE = statement(
  'funds.settle',
  `WITH settled AS MATERIALIZED (
     SELECT s.id, p.organisation_id, s.project_id, s.amount, s.messages
     FROM unnest(:ids::uuid[], :projectIds::uuid[], :amounts::bigint[], :messages::int[])
       AS s (id, project_id, amount, messages) JOIN projects p ON p.id = s.project_id
   ), total AS (
     SELECT organisation_id, sum(amount)::bigint AS amount FROM settled GROUP BY organisation_id
   ), locked AS MATERIALIZED (
     SELECT f.organisation_id FROM organisation_funds f WHERE f.organisation_id IN (SELECT organisation_id FROM total)
     ORDER BY f.organisation_id FOR UPDATE
   ), changed AS (
     UPDATE organisation_funds f SET reserved = f.reserved - t.amount, updated_at = now(),
       available = f.available + CASE WHEN :kind = 'release' THEN t.amount ELSE 0 END
     FROM total t JOIN locked USING (organisation_id) WHERE f.organisation_id = t.organisation_id
   )
   INSERT INTO funds_movements (id, organisation_id, project_id, kind, amount, messages)
   SELECT id, organisation_id, project_id, :kind, amount, messages FROM settled`,
);

export const TOP_UP = statement(
  'funds.top-up',
  `WITH added AS (
     INSERT INTO organisation_funds AS f (organisation_id, available) VALUES (:organisationId::uuid, :amount::bigint)
     ON CONFLICT (organisation_id) DO UPDATE SET available = f.available + excluded.available, updated_at = now()
     RETURNING organisation_id, available
   ), noted AS (
     INSERT INTO funds_movements (id, organisation_id, kind, amount, note)
     SELECT :id::uuid, organisation_id, 'top_up', :amount::bigint, :note::text FROM added
   )
   SELECT available FROM added`,
  { available: 'bigint' },
);

export const BALANCE = statement(
  'funds.balance',
  'SELECT currency, available, reserved FROM organisation_funds WHERE organisation_id = :organisationId',
  { currency: 'text', available: 'bigint', reserved: 'bigint' },
);
