import { peakMemory, residentMemory } from '../measure/cpu.mjs';
import { workAt } from '../measure/rounds.mjs';
import { table } from '../report/markdown-table.mjs';

const WORKS = ['guarded', 'refresh'];
/** The length of a work, in runs: what a heap grows to must not depend on the rounds asked for. */
const RUNS = 5;

/** What each server holds under load: a fresh process, `guarded` and then `refresh`. */
export const memory = {
  title: 'Memory under load',
  async run({ targets, rounds, options }) {
    const seconds = options.load.seconds * RUNS;
    const results = {};
    for (const target of targets) {
      await target.restart();
      for (const work of WORKS.filter((each) => workAt(target, each) !== null)) {
        await rounds.run(target, work, { ...options.load, seconds });
      }
      const { pid } = target;
      results[target.name] = { peakMib: peakMemory(pid), afterMib: residentMemory(pid) };
    }
    return results;
  },
  describe(results) {
    const rows = Object.entries(results).map(([name, { peakMib, afterMib }]) => [
      ...[name, peakMib.toFixed(0), afterMib.toFixed(0)],
    ]);
    return table(['target', 'peak MiB', 'after MiB'], rows);
  },
};
