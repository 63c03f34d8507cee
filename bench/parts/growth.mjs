import { fillTables } from './fill-tables.mjs';
import { Ours } from '../targets/ours.mjs';
import { table } from '../report/markdown-table.mjs';
import { spread } from '../measure/statistics.mjs';
import { middle, showSpread } from '../report/work-table.mjs';

const SMALL = { name: 'ours-small', tokens: 10_000 };
/** People, apps and tokens that are used, spread over the tables: each connection takes them in turn. */
const USED_BY_EACH = 32;
const WORKS = ['guarded', 'refresh'];

/** This server with few rows, and with many: access tokens, a tenth as many grants, and what belongs to them. */
export const growth = {
  title: 'Growth',
  async run(bench) {
    if (bench.options.smoke) return tryFilling(bench.target('ours'));
    const sizes = [SMALL, { name: 'ours-large', tokens: bench.options.growth }];
    const targets = [];
    try {
      for (const { name, tokens } of sizes) {
        const target = new Ours(bench, name);
        targets.push(target);
        await target.prepare(0);
        await fillTables(target, tokens, bench.actors * USED_BY_EACH);
      }
      return { tokens: bench.options.growth, works: await measure(bench, targets) };
    } finally {
      for (const target of targets) await target.close();
    }
  },
  describe(result) {
    if (result === null) return '';
    const { tokens, works } = result;
    const rows = Object.entries(works).map(([work, { small, large, rps }]) => [
      ...[work, small.rps.toFixed(0), large.rps.toFixed(0), showSpread(rps)],
      ...[small.postgresUs.toFixed(0), large.postgresUs.toFixed(0)],
    ]);
    const few = SMALL.tokens.toLocaleString('en');
    const many = tokens.toLocaleString('en');
    const head = ['work', `rps, ${few} tokens`, `rps, ${many} tokens`, 'many / few'];
    return table([...head, 'PostgreSQL µs, few', 'many'], rows);
  },
};

/** Whether the statements fit the schema. */
async function tryFilling(target) {
  await fillTables(target, 1_000, 0);
  return null;
}

async function measure({ rounds, driver, options, actors }, [small, large]) {
  const results = {};
  for (const work of WORKS) {
    const sides = {};
    for (const [name, target] of Object.entries({ small, large })) {
      const states = await target.states(work, target.actors);
      const lanes = Array.from({ length: actors }, (_, lane) =>
        states.filter((_state, i) => i % actors === lane),
      );
      sides[name] = { target, key: `${target.name}/${work}` };
      await driver.load(sides[name].key, work, target.port, lanes);
    }
    results[work] = ratios(await rounds.compare(sides, options.load));
  }
  return results;
}

const ratios = ({ small, large }) => ({
  small: { rps: middle(small, 'rps'), postgresUs: middle(small, 'postgresUs') },
  large: { rps: middle(large, 'rps'), postgresUs: middle(large, 'postgresUs') },
  rps: spread(large.map(({ rps }, i) => rps / small[i].rps)),
});
