import { setTimeout as sleep } from 'node:timers/promises';
import { residentMemory } from '../measure/cpu.mjs';
import { median, spread } from '../measure/statistics.mjs';
import { table } from '../report/markdown-table.mjs';
import { showSpread } from '../report/work-table.mjs';

const STARTS = 5;
/** After the first answer, until memory is read. */
const SETTLE_MS = 2_000;

/** From the start of the process to the first 200 of its metadata, the schema being there; and memory at rest. */
export const startUp = {
  title: 'Start, and memory at rest',
  async run({ targets, options }) {
    const starts = options.smoke ? 1 : STARTS;
    const results = Object.fromEntries(targets.map(({ name }) => [name, { ms: [], mib: [] }]));
    for (const target of targets) await target.stop();
    for (let i = 0; i < starts; i++) {
      for (const target of targets) await startOnce(target, results[target.name]);
    }
    for (const target of targets) await target.start();
    return results;
  },
  describe(results) {
    const over = (name, member) => showSpread(overNest(results, name, member));
    const rows = Object.entries(results).map(([name, { ms, mib }]) => [
      ...[name, median(ms).toFixed(0), over(name, 'ms')],
      ...[median(mib).toFixed(0), over(name, 'mib')],
    ]);
    return table(['target', 'start ms', '/ limit-nest', 'at rest MiB', '/ limit-nest'], rows);
  },
};

/** Of a member (`ms` or `mib`), start by start: `{ median, least, most }`; null without limit-nest. */
export function overNest(results, name, member) {
  const nest = results['limit-nest'];
  return nest ? spread(results[name][member].map((value, i) => value / nest[member][i])) : null;
}

async function startOnce(target, { ms, mib }) {
  const { startMs } = await target.start();
  ms.push(startMs);
  await sleep(SETTLE_MS);
  mib.push(residentMemory(target.pid));
  await target.stop();
}
