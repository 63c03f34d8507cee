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

/** An import between files of this repository. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

interface Report {
  readonly summary: {
    readonly violations: { readonly rule: { name: string }; from: string; to: string }[];
  };
  readonly modules: { readonly source: string; readonly dependencies: { resolved: string }[] }[];
}

const CRUISER = join('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');

/** Runs the rules of `.dependency-cruiser.js` over the tree at `root`; also returns the imports found. */
export async function cruise(
  root: string,
): Promise<{ violations: Violation[]; imports: Import[] }> {
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
  const { summary, modules } = JSON.parse(stdout) as Report;
  return {
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    imports: modules.flatMap(({ source, dependencies }) =>
      dependencies.map(({ resolved }) => ({ from: source, to: resolved })),
    ),
  };
}
