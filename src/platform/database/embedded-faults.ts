import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another start is under way, a stop has not ended, or backends of a killed server are still running. */
const PASSING = /lock file ".+" already exists|pre-existing shared memory block/;

/** True if PostgreSQL's refusal is likely to be temporary. */
export const isPassing = (refusal: string): boolean => PASSING.test(refusal);

/** Explains to the operator why PostgreSQL did not start. */
export function describeRefusal(dataDirectory: string, refusal: string): string {
  const pidFile = join(dataDirectory, 'postmaster.pid');
  if (isPassing(refusal) && existsSync(pidFile)) {
    const pid = readFileSync(pidFile, 'utf8').split('\n')[0] ?? '';
    return (
      `PostgreSQL takes ${dataDirectory} for being in use: its postmaster.pid names process ${pid}` +
      `${nameOf(pid)}, which does not answer on our socket. If that process is not PostgreSQL (after a crash of ` +
      `the machine the number may have been given away again), remove ${pidFile} and start again.`
    );
  }
  return `PostgreSQL did not start on ${dataDirectory}:\n${refusal.trim() || 'it said nothing'}`;
}

/** ` (its command line)` on Linux, otherwise nothing. */
function nameOf(pid: string): string {
  try {
    const command = readFileSync(`/proc/${String(Number(pid))}/cmdline`, 'utf8');
    return ` (${command.replaceAll('\0', ' ').trim().slice(0, 120)})`;
  } catch {
    return '';
  }
}
