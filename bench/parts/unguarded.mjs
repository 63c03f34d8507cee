import { table } from '../report/markdown-table.mjs';
import { middle, showSpread } from '../report/work-table.mjs';
import { spread } from '../measure/statistics.mjs';
import { bearer } from '../targets/ours.mjs';

const PROGRAM = 'bench/servers/ours-open.mjs';
/** As the program names it. */
const GUARDS = 'X-Bench-Guards';

/** What each side sends. */
const SIDES = {
  guarded: { guards: 'on', tokenOf: ({ accessToken }) => accessToken },
  apiToken: { guards: 'on', tokenOf: ({ apiTokenText }) => apiTokenText },
  open: { guards: 'off', tokenOf: ({ accessToken }) => accessToken },
};

/**
 * The guarded GET of a segment, with an app's access token and with an API token, against the same request with its
 * guards off, all in one process of this server.
 */
export const unguarded = {
  title: 'Guarded, and the same route unguarded',
  async run(bench) {
    const { rounds, options } = bench;
    const target = bench.target('ours');
    if (target === undefined) return null;
    await target.restart(() => target.startWith({ program: PROGRAM }));
    try {
      const sides = await loadSides(bench, target);
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
    const rows = Object.entries(result).flatMap(([name, { open, ...guarded }]) =>
      Object.entries(guarded).map(([token, { costs, rps, server }]) => [
        ...[name === 'one' ? '1' : 'many', TOKENS[token], cell(costs), cell(open.costs)],
        ...[showSpread(rps), showSpread(server)],
      ]),
    );
    const head = ['connections', 'token', 'guarded: rps, server µs, SQL', 'unguarded'];
    return table([...head, 'rps: guarded / open', 'server µs: guarded / open'], rows);
  },
};

const TOKENS = { guarded: 'access token', apiToken: 'API token' };

/** The bytes of guarded and open ones differ in one header, which the server knows. */
async function loadSides({ driver, actors }, target) {
  const sides = {};
  const callers = target.actors.slice(0, actors);
  for (const [name, { guards, tokenOf }] of Object.entries(SIDES)) {
    const states = await target.states('guarded', callers);
    states.forEach((state, i) => {
      state.headers = { ...bearer(tokenOf(callers[i])), [GUARDS]: guards };
    });
    sides[name] = { target, key: `ours/guards-${name}` };
    await driver.load(sides[name].key, 'guarded', target.port, states);
  }
  return sides;
}

const ratios = ({ open, ...guarded }) => ({
  open: { costs: costsOf(open) },
  ...Object.fromEntries(
    Object.entries(guarded).map(([name, runs]) => [
      name,
      {
        costs: costsOf(runs),
        rps: spread(runs.map(({ rps }, i) => rps / open[i].rps)),
        server: spread(runs.map(({ serverUs }, i) => serverUs / open[i].serverUs)),
      },
    ]),
  ),
});

const costsOf = (runs) => ({
  rps: middle(runs, 'rps'),
  serverUs: middle(runs, 'serverUs'),
  statements: middle(runs, 'statements'),
});

const cell = ({ rps, serverUs, statements }) =>
  [rps.toFixed(0), serverUs.toFixed(0), statements.toFixed(2)].join(', ');
