import { readdirSync, readFileSync } from 'node:fs';

/** Linux: a tick of /proc/<pid>/stat is 10 ms wherever Node runs. */
const TICK_US = 10_000;

/** `{ parent, own, ended }` of one process; null if it has gone. Times in ticks. */
function readStat(pid) {
  let text;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return null;
  }
  // The name may hold spaces and parentheses; numbers begin after its last one (proc(5)).
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return { parent: fields[1], own: fields[11] + fields[12], ended: fields[13] + fields[14] };
}

/** CPU in µs that a process, its threads and its children have used, those that have ended included. */
export function cpuOfTree(root) {
  const stats = new Map();
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name)) stats.set(Number(name), readStat(name));
  }
  const isInside = (pid) => {
    for (let at = pid; at > 1; at = stats.get(at)?.parent ?? 0) if (at === root) return true;
    return false;
  };
  let ticks = 0;
  for (const [pid, stat] of stats) {
    if (stat !== null && isInside(pid)) ticks += stat.own + stat.ended;
  }
  return ticks * TICK_US;
}

const kilobytes = (pid, member) =>
  Number(new RegExp(`${member}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'latin1'))[1]);

/** Resident memory in MiB. */
export const residentMemory = (pid) => kilobytes(pid, 'VmRSS') / 1_024;

/** The most that was resident since the start, in MiB. */
export const peakMemory = (pid) => kilobytes(pid, 'VmHWM') / 1_024;
