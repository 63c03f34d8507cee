import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** One import that a rule forbids. */
export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

const CRUISER = join('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');

/** Runs the rules of `.dependency-cruiser.js` over the tree at `root`. */
export async function cruise(root: string): Promise<Violation[]> {
  const folders = ['src', 'examples'].filter((folder) => existsSync(join(root, folder)));
  const options = ['--config', '.dependency-cruiser.js', '--output-type', 'json', ...folders];
  const { stdout } = await promisify(execFile)(process.execPath, [CRUISER, ...options], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: { stdout?: string; stderr?: string }) => {
    if (!error.stdout?.startsWith('{'))
      throw new Error(`dependency-cruiser: ${error.stderr ?? ''}`);
    return { stdout: error.stdout };
  });
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  };
  return summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
}
