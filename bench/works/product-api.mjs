import { get, memberOf, post } from './http-text.mjs';

/*
 * Works of the part `product-api`: calls of the Product API, and, named `sql-…`, the same in bare SQL, where a request
 * is a statement and an answer its rows. A name prepares the statement once for each connection, as the server does.
 */

const BATCH = 100;
/** Steps through the contacts of a lane, so that a batch is spread over the table; prime to their number. */
const STRIDE = 7_919;

/** The next batch of one lane: contacts that no other lane writes, each with other values than before. */
function nextBatch(state) {
  const { lane, lanes, contacts } = state;
  const own = Math.floor(contacts / lanes);
  state.sent ??= 0;
  return Array.from({ length: BATCH }, () => {
    const number = ((state.sent++ * STRIDE) % own) * lanes + lane + 1;
    return { number, points: state.sent };
  });
}

const phoneOf = (number) => `+346${String(number).padStart(8, '0')}`;

const itemOf = ({ number, points }) => ({
  ...{ _user_id: `user-${number}`, _first_name: 'Ana', _last_name: 'Campos' },
  ...{ _email: `user-${number}@bench.example`, _phone_mobile: phoneOf(number), _country: 'ES' },
  ...{ loyalty_tier: points % 3 === 0 ? 'gold' : 'blue', points },
});

const rowOf = ({ number, points }) => ({
  ...{ id: crypto.randomUUID(), user_id: `user-${number}`, first_name: 'Ana', last_name: 'Campos' },
  ...{ email: `user-${number}@bench.example`, phone_mobile: phoneOf(number), country: 'ES' },
  attributes: { loyalty_tier: points % 3 === 0 ? 'gold' : 'blue', points },
});

const UPSERT = `
  INSERT INTO contacts AS c (id, project_id, data_source_id, user_id, first_name, last_name, email, phone_mobile, country, attributes, imported_at)
  SELECT i.id, $1, $2, i.user_id, i.first_name, i.last_name, i.email, i.phone_mobile, i.country, i.attributes, now()
  FROM jsonb_to_recordset($3::jsonb)
    AS i (id uuid, user_id text, first_name text, last_name text, email text, phone_mobile text, country text, attributes jsonb)
  ON CONFLICT (project_id, user_id) DO UPDATE
  SET (first_name, last_name, email, phone_mobile, country, attributes, updated_at) = (excluded.first_name, excluded.last_name,
    excluded.email, excluded.phone_mobile, excluded.country, c.attributes || excluded.attributes, now())
  RETURNING id, user_id, xmax = 0 AS created`;

const EVENTS = (after) => `
  SELECT id, contact_id, data_source_id, event_id, type, parameters, occurred_at, received_at FROM contact_events
  WHERE project_id = $1 ${after} ORDER BY occurred_at DESC, id DESC LIMIT 101`;
const FIRST_EVENTS = EVENTS('');
const LATER_EVENTS = EVENTS('AND (occurred_at, id) < ($2::timestamptz, $3::uuid)');

const sqlEvents = ({ projectId, after }) =>
  after === null
    ? { name: 'first-events', text: FIRST_EVENTS, values: [projectId] }
    : { name: 'later-events', text: LATER_EVENTS, values: [projectId, after.key, after.id] };

export const productWorks = {
  /** State: `lane` of `lanes`, and the `contacts` that there are. */
  ingestion: {
    request: (state) =>
      post(state, JSON.stringify(nextBatch(state).map(itemOf)), 'application/json'),
    accept: (_state, status, body) =>
      status === 202 && body.includes(`"successful":${BATCH},"failed":0`),
  },
  'sql-ingestion': {
    request: (state) => ({
      ...{ name: 'upsert', text: UPSERT },
      values: [state.projectId, state.sourceId, JSON.stringify(nextBatch(state).map(rowOf))],
    }),
    accept: (_state, _status, rows) => rows.length === BATCH,
  },
  /** State: `expect`, a part of the answer. */
  count: {
    request: get,
    accept: (state, status, body) => status === 200 && body.includes(state.expect),
  },
  /** State: the `text` of a rule by hand, its `values`, and what it counts. */
  'sql-count': {
    request: ({ text, values }) => ({ text, values }),
    accept: ({ count }, _status, [row]) => row.count === count,
  },
  /** State: the `form` of one page. */
  scroll: {
    request: (state) => post(state, state.form, 'application/json'),
    accept: (_state, status, body) => status === 200 && memberOf(body, 'next_cursor') !== undefined,
  },
  /** State: `after`, the position before the page, or null. */
  'sql-scroll': {
    request: sqlEvents,
    accept: (_state, _status, rows) => rows.length === 101,
  },
};
