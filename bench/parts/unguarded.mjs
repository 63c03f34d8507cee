import { table } from '../report/markdown-table.mjs';
import { middle, showSpread } from '../report/work-table.mjs';
import { spread } from '../measure/statistics.mjs';

const PROGRAM = 'bench/servers/ours-open.mjs';

/** The guarded GET of a segment against the same without its guards, both in one process of this server. */
export const unguarded = {
  title: 'Guarded, and the same route unguarded',
  async run(bench) {
    const { rounds, options } = bench;
    const target = bench.target('ours');
    if (target === undefined) return null;
    await target.restart(() => target.startWith({ program: PROGRAM }));
    try {
      const keys = await loadBoth(bench, target);
      const { load } = options;
      const many = await rounds.compare(target, keys, load);
      const one = await rounds.compare(target, keys, { ...load, connections: 1 });
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

async function loadBoth({ driver, actors }, target) {
  const states = await target.states('guarded', target.actors.slice(0, actors));
  const open = states.map((state) => ({
    ...state,
    path: state.path.replace('/segment/', '/open-segment/'),
    headers: {},
  }));
  await driver.load('ours/with-guard', 'guarded', target.port, states);
  await driver.load('ours/without-guard', 'guarded', target.port, open);
  return { guarded: 'ours/with-guard', open: 'ours/without-guard' };
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
  [rps.toFixed(0), serverUs.toFixed(0), statements.toFixed(1)].join(', ');
