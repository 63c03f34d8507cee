import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { TreeCopy } from './tree-copy.js';

export interface ToolOutcome {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a tool of the repository in the copy. The databases are made on this run's server, and are not removed. */
function run(copy: TreeCopy, tool: string, ...parameters: string[]): Promise<ToolOutcome> {
  const env: NodeJS.ProcessEnv = { ...process.env, FORCE_COLOR: '0' };
  delete env.TEST_RUN;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join('node_modules', tool), ...parameters], {
      cwd: copy.root,
      env,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

export const compile = (copy: TreeCopy): Promise<ToolOutcome> =>
  run(copy, 'typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json');

/** The e2e tests whose paths match. */
export const runTests = (copy: TreeCopy, ...paths: string[]): Promise<ToolOutcome> =>
  run(
    copy,
    'jest/bin/jest.js',
    '--selectProjects',
    'e2e',
    '--verbose',
    '--testPathPatterns',
    ...paths,
  );
