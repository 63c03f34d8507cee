import { table } from '../report/markdown-table.mjs';

const AT_ONCE = 4;

/** One refresh token, one code, sent by four connections at the same time: how many win? */
export const races = {
  title: 'One token or code on four connections at once',
  async run(bench) {
    const { targets, options } = bench;
    const tries = options.smoke ? 5 : 100;
    const results = {};
    for (const target of targets) {
      results[target.name] = {};
      for (const work of ['refresh', 'code']) {
        if (!target.works.includes(work)) continue;
        results[target.name][work] = await raceOften(bench, target, work, tries);
      }
    }
    return results;
  },
  describe(results) {
    const rows = Object.entries(results).flatMap(([name, works]) =>
      Object.entries(works).map(([work, tally]) => [name, work, ...cellsOf(tally)]),
    );
    return table(['target', 'work', 'tries', 'tries by winners', 'answers of 5xx or none'], rows);
  },
};

const cellsOf = ({ tries, winners, failures }) => [
  String(tries),
  Object.entries(winners)
    .map(([count, times]) => `${count}: ${times}`)
    .join(', '),
  String(failures),
];

/**
 * Counts tries by the number of winners, and answers of 5xx or none. Two answers with the same access token are one
 * winner. Each try has its own person and app: a replay may end all that they have.
 */
async function raceOften({ driver }, target, work, tries) {
  const key = `${target.name}/race-${work}`;
  const tally = { tries, winners: {}, failures: 0 };
  const states = await target.states(work, await target.addActors(tries), tries);
  await driver.load(key, work, target.port, []);
  for (const state of states) {
    const answers = await driver.race(key, state, AT_ONCE);
    const won = new Set(answers.filter(({ status }) => status === 200).map(({ token }) => token));
    tally.winners[won.size] = (tally.winners[won.size] ?? 0) + 1;
    tally.failures += answers.filter(({ status }) => status === 0 || status >= 500).length;
  }
  return tally;
}
