import { newId, toWireId } from '../../../dist/src/kernel/ids.js';
import { storeRows } from '../../targets/store-rows.mjs';
import { table } from '../../report/markdown-table.mjs';
import { middle, showSpread } from '../../report/work-table.mjs';
import { spread } from '../../measure/statistics.mjs';
import { loadSides, stateOf } from './sides.mjs';

const COUNT =
  'SELECT count(*)::int AS count FROM contacts c WHERE c.project_id = $1 AND c.deleted_at IS NULL AND ';

/** Rules of segments, and the same as a person would write them: letter case does not matter, in any language. */
const RULES = {
  attributes: {
    root: {
      join: 'and',
      children: [
        { key: '_country', operator: 'in', values: ['ES'] },
        { key: 'loyalty_tier', operator: 'eq', values: ['gold'] },
        { key: 'points', operator: 'gte', values: [50] },
      ],
    },
    sql: `c.country = 'ES' AND lower(c.attributes ->> 'loyalty_tier' COLLATE "und-x-icu") = 'gold' AND (c.attributes ->> 'points')::numeric >= 50`,
  },
  events: {
    root: {
      ...{ event: 'purchase', count: { op: '>=', values: [1] } },
      where: [{ param: 'amount', operator: 'gte', values: [100] }],
    },
    sql: `EXISTS (SELECT FROM contact_events e WHERE e.project_id = $1 AND e.contact_id = c.id AND e.type = 'purchase'
      AND (e.parameters ->> 'amount')::numeric >= 100)`,
  },
};

/** One connection counts, again and again. */
export async function measureCounts(bench, stocks) {
  const results = [];
  for (const [rule, { root, sql }] of Object.entries(RULES)) {
    for (const stocked of stocks) {
      const sides = await sidesOf(bench, stocked, { root, text: COUNT + sql });
      const runs = await bench.rounds.compare(sides, { ...bench.options.load, connections: 1 });
      const [calls, bare] = [runs['count, calls'], runs['count, SQL']];
      results.push({
        ...{ rule, contacts: stocked.contacts },
        ...{ calls: middle(calls, 'p50'), sql: middle(bare, 'p50') },
        rps: spread(calls.map(({ rps }, i) => rps / bare[i].rps)),
      });
    }
  }
  return results;
}

async function sidesOf(bench, stocked, { root, text }) {
  const { client } = stocked.target;
  const { project } = stocked.actor;
  const values = [project];
  const { rows } = await client.query(text, values);
  const [{ count }] = rows;
  const segment = { id: newId(), project_id: project, name: 'Counted', type: 'dynamic' };
  await storeRows(client, 'segments', [{ ...segment, rule: { root }, status: 'ready' }]);
  return loadSides(bench, 'count', stocked, {
    ...{ work: 'count', lanes: 1 },
    http: () => ({
      ...stateOf(stocked, `/segment/${toWireId('seg', segment.id)}/count`),
      expect: `"count":${count}}`,
    }),
    sql: () => ({ text, values, count }),
  });
}

export const describeCounts = (results) =>
  table(
    ['rule', 'contacts', 'ms', 'in bare SQL', 'counts a second: calls / SQL'],
    results.map(({ rule, contacts, calls, sql, rps }) => [
      ...[rule, contacts.toLocaleString('en'), calls.toFixed(1), sql.toFixed(1), showSpread(rps)],
    ]),
  );
