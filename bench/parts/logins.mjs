import { inOrderOf } from '../measure/rounds.mjs';
import { spread } from '../measure/statistics.mjs';
import { table } from '../report/markdown-table.mjs';
import { middle, showSpread } from '../report/work-table.mjs';
import { signIn } from './sign-in.mjs';

const PER_SECOND = 4;

/** Guarded calls while people sign in, whose passwords are hashed with argon2id, against guarded calls alone. */
export const logins = {
  title: `Guarded calls beside ${PER_SECOND} sign-ins a second`,
  async run(bench) {
    const target = bench.target('ours');
    if (target === undefined) return null;
    const { rounds, options } = bench;
    const [alone, beside] = [[], []];
    let signedIn = 0;
    const run = () => rounds.run(target, 'guarded', options.load);
    const sides = [
      async () => alone.push(await run()),
      async () => {
        const people = startSigningIn(target);
        beside.push(await run());
        signedIn += await people.stop();
      },
    ];
    await rounds.run(target, 'guarded', { ...options.load, seconds: options.load.warmUp });
    for (let round = 0; round < options.load.rounds; round++) {
      for (const side of inOrderOf(round, sides)) await side();
    }
    const ratio = (member) => spread(beside.map((run, i) => run[member] / alone[i][member]));
    return {
      signedIn,
      alone: { p99: middle(alone, 'p99'), rps: middle(alone, 'rps') },
      beside: { p99: middle(beside, 'p99'), rps: middle(beside, 'rps') },
      p99: ratio('p99'),
      rps: ratio('rps'),
    };
  },
  describe(result) {
    if (result === null) return '';
    const { signedIn, alone, beside, p99, rps } = result;
    return table(
      ['', 'alone', 'with sign-ins', 'with / alone'],
      [
        ['p99 ms', alone.p99.toFixed(2), beside.p99.toFixed(2), showSpread(p99)],
        ['rps', alone.rps.toFixed(0), beside.rps.toFixed(0), showSpread(rps)],
        ['sign-ins', '0', String(signedIn), ''],
      ],
    );
  },
};

/** A sign-in each quarter of a second, of one person after the other. `stop` gives how many succeeded. */
function startSigningIn({ port, actors }) {
  const running = [];
  const timer = setInterval(() => {
    running.push(signIn(port, actors[running.length % actors.length].account));
  }, 1_000 / PER_SECOND);
  return {
    async stop() {
      clearInterval(timer);
      return (await Promise.all(running)).length;
    },
  };
}
