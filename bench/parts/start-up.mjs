import { setTimeout as sleep } from 'node:timers/promises';
import { residentMemory } from '../measure/cpu.mjs';
import { median } from '../measure/statistics.mjs';
import { table } from '../report/markdown-table.mjs';

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
    return Object.fromEntries(
      Object.entries(results).map(([name, { ms, mib }]) => [
        name,
        { startMs: median(ms), restMib: median(mib) },
      ]),
    );
  },
  describe(results) {
    const base = results['limit-nest'];
    const over = (value, member) => (base ? (value / base[member]).toFixed(2) : '');
    const rows = Object.entries(results).map(([name, { startMs, restMib }]) => [
      ...[name, startMs.toFixed(0), over(startMs, 'startMs')],
      ...[restMib.toFixed(0), over(restMib, 'restMib')],
    ]);
    return table(['target', 'start ms', '/ limit-nest', 'at rest MiB', '/ limit-nest'], rows);
  },
};

async function startOnce(target, { ms, mib }) {
  const { startMs } = await target.start();
  ms.push(startMs);
  await sleep(SETTLE_MS);
  mib.push(residentMemory(target.pid));
  await target.stop();
}
