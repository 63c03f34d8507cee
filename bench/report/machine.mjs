import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What the numbers were measured with. */
export function describeMachine({ cluster, root }) {
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root }).toString().trim(),
    machine: {
      processor: cpus()[0].model.trim(),
      cores: availableParallelism(),
      memoryGib: Math.round(totalmem() / 2 ** 30),
      system: 'Linux',
      // Of the last minute: what else ran.
      load: loadavg()[0],
    },
    versions: { node: process.version, postgres: cluster.version, ...peerVersions() },
  };
}

function peerVersions() {
  const url = new URL('../package.json', import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')).dependencies;
}
