import { works } from '../works/list.mjs';
import { table } from '../report/markdown-table.mjs';
import { middle, ratioOf, showSpread, statementsOf } from '../report/work-table.mjs';

/** Each work again with a single connection: latency without a queue, and statements that no other request shares. */
export const oneConnection = {
  title: 'One connection',
  async run({ rounds, options }) {
    const { rounds: most, seconds, warmUp } = options.load;
    const load = {
      ...{ rounds: Math.min(3, most), seconds: Math.min(1, seconds), connections: 1 },
      warmUp: Math.min(1, warmUp),
    };
    const results = {};
    for (const work of Object.keys(works)) results[work] = await rounds.measure(work, load);
    return results;
  },
  describe(results) {
    const rows = Object.entries(results).flatMap(([work, byTarget]) =>
      Object.entries(byTarget).map(([name, runs]) => [
        ...[work, name, middle(runs, 'p50').toFixed(2), middle(runs, 'p99').toFixed(2)],
        statementsOf(runs),
        name === 'ours' ? '' : showSpread(ratioOf(byTarget, name)),
      ]),
    );
    return table(['work', 'target', 'p50 ms', 'p99 ms', 'SQL (+control)', 'rps: ours / it'], rows);
  },
};
