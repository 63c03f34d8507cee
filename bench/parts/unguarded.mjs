import { table } from '../report/markdown-table.mjs';
import { middle, showSpread } from '../report/work-table.mjs';
import { spread } from '../measure/statistics.mjs';

const PROGRAM = 'bench/servers/ours-open.mjs';
/** As the program names it. */
const GUARDS = 'X-Bench-Guards';

/** The guarded GET of a segment against the same request with its guards off, both in one process of this server. */
export const unguarded = {
  title: 'Guarded, and the same route unguarded',
  async run(bench) {
    const { rounds, options } = bench;
    const target = bench.target('ours');
    if (target === undefined) return null;
    await target.restart(() => target.startWith({ program: PROGRAM }));
    try {
      const sides = await loadBoth(bench, target);
      const { load } = options;
      const many = await rounds.compare(sides, load);
      const one = await rounds.compare(sides, { ...load, connections: 1 });
      return { many: ratios(many), one: ratios(one) };
    } finally {
      await target.restart(() => target.startWith());
    }
  },
  describe(result) {
    if (result === null) return '';
    const rows = Object.entries(result).map(([name, { guarded, open, rps, server }]) => [
      ...[name === 'one' ? '1' : 'many', cell(guarded), cell(open), showSpread(rps)],
      showSpread(server),
    ]);
    const head = [
      'connections',
      'guarded: rps, server µs, SQL',
      'unguarded',
      'rps: guarded / open',
    ];
    return table([...head, 'server µs: guarded / open'], rows);
  },
};

/** The bytes of both differ in one header, which the server knows. */
async function loadBoth({ driver, actors }, target) {
  const sides = {};
  for (const [name, guards] of Object.entries({ guarded: 'on', open: 'off' })) {
    const states = await target.states('guarded', target.actors.slice(0, actors));
    for (const { headers } of states) headers[GUARDS] = guards;
    sides[name] = { target, key: `ours/guards-${guards}` };
    await driver.load(sides[name].key, 'guarded', target.port, states);
  }
  return sides;
}

const ratios = ({ guarded, open }) => ({
  guarded: costsOf(guarded),
  open: costsOf(open),
  rps: spread(guarded.map(({ rps }, i) => rps / open[i].rps)),
  server: spread(guarded.map(({ serverUs }, i) => serverUs / open[i].serverUs)),
});

const costsOf = (runs) => ({
  rps: middle(runs, 'rps'),
  serverUs: middle(runs, 'serverUs'),
  statements: middle(runs, 'statements'),
});

const cell = ({ rps, serverUs, statements }) =>
  [rps.toFixed(0), serverUs.toFixed(0), statements.toFixed(2)].join(', ');
