import { fromWireId } from '../../../dist/src/kernel/ids.js';
import { table } from '../../report/markdown-table.mjs';
import { middle, showSpread } from '../../report/work-table.mjs';
import { spread } from '../../measure/statistics.mjs';
import { loadSides, stateOf } from './sides.mjs';

const CONNECTIONS = 8;
const PAGE = 100;
/** How far the deep page is from the start. */
const DEPTH = 0.9;

/** Pages of events: the first one, and one near the end. */
export async function measureScroll(bench, stocked) {
  const lanes = Math.min(CONNECTIONS, bench.options.load.connections);
  const pages = Math.floor((stocked.contacts / 2 / PAGE) * DEPTH);
  const deep = await walk(stocked, pages);
  const sides = {
    ...(await sidesOf(bench, 'first', stocked, { lanes, cursor: undefined, after: null })),
    ...(await sidesOf(bench, 'deep', stocked, { lanes, ...deep })),
  };
  const runs = await bench.rounds.compare(sides, { ...bench.options.load, connections: lanes });
  const ratio = (a, b) => spread(runs[a].map(({ rps }, i) => rps / runs[b][i].rps));
  return {
    ...{ events: stocked.contacts / 2, pages, lanes },
    calls: { first: middle(runs['first, calls'], 'rps'), deep: middle(runs['deep, calls'], 'rps') },
    sql: { first: middle(runs['first, SQL'], 'rps'), deep: middle(runs['deep, SQL'], 'rps') },
    first: ratio('first, calls', 'first, SQL'),
    deep: ratio('deep, calls', 'deep, SQL'),
    depth: ratio('deep, calls', 'first, calls'),
  };
}

const formOf = (cursor) => JSON.stringify({ limit: PAGE, cursor });

/** Follows so many cursors. @returns the last one, and the position that it stands for */
async function walk(stocked, pages) {
  const { target, path, headers } = { ...stocked, ...stateOf(stocked, '/event/scroll') };
  let [cursor, after] = [undefined, null];
  for (let page = 0; page < pages; page++) {
    const answer = await fetch(target.origin + path, {
      ...{ method: 'POST', body: formOf(cursor) },
      headers: { ...headers, 'content-type': 'application/json' },
    });
    const { entities, metadata } = await answer.json();
    const { occurredAt: key, id } = entities.at(-1);
    cursor = metadata.next_cursor;
    after = { key, id: fromWireId('evt', id) };
  }
  return { cursor, after };
}

function sidesOf(bench, name, stocked, { lanes, cursor, after }) {
  return loadSides(bench, name, stocked, {
    ...{ work: 'scroll', lanes },
    http: () => ({ ...stateOf(stocked, '/event/scroll'), form: formOf(cursor) }),
    sql: () => ({ projectId: stocked.actor.project, after }),
  });
}

export function describeScroll({ events, pages, lanes, calls, sql, first, deep, depth }) {
  const cells = (name, ratio) => [
    ...[calls[name].toFixed(0), sql[name].toFixed(0), showSpread(ratio)],
  ];
  return [
    `Pages of ${PAGE} of ${events.toLocaleString('en')} events, ${lanes} connections. Deep / first: ${showSpread(depth)}.`,
    table(
      ['page', 'pages a second', 'in bare SQL', 'calls / SQL'],
      [
        ['first', ...cells('first', first)],
        [`number ${(pages + 1).toLocaleString('en')}`, ...cells('deep', deep)],
      ],
    ),
  ].join('\n\n');
}
