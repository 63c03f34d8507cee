// `npm test`: everything that must hold, in one command. Static checks first, as many at once as there are cores, then
// every suite in one jest run, so that all of them share one throw-away PostgreSQL. Exits non-zero if anything fails, and in CI also if a
// test is skipped or the browser is missing.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { findChromium } from './find-chromium.mjs';

const CI = !['', '0', 'false', undefined].includes(process.env.CI);
const CHECKS = [
  ['lint', 'eslint', ['.', '--max-warnings', '0']],
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['types', 'tsc', ['--noEmit', '-p', 'tsconfig.json']],
  ['unused', 'knip', []],
  ['build', 'node', ['scripts/build-if-stale.mjs']],
];

/** Runs one program of node_modules/.bin; true if it succeeds. `show` gets what it says, as it says it. */
function run(program, parameters, show) {
  const bin = resolve('node_modules', '.bin');
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };
  if (process.stdout.isTTY) env.FORCE_COLOR ??= '1';
  return new Promise((done) => {
    const stdio = show ? ['ignore', 'pipe', 'pipe'] : 'inherit';
    const child = spawn(program, parameters, { env, stdio });
    child.stdout?.on('data', show);
    child.stderr?.on('data', show);
    child.on('error', (error) => {
      console.error(`${program}: ${error.message}`);
      done(false);
    });
    child.on('close', (code) => done(code === 0));
  });
}

/** Seconds are what it took beside the others. */
async function step(name, work) {
  const start = performance.now();
  const ok = await work();
  return { name, ok, seconds: (performance.now() - start) / 1000 };
}

/** What a check says is shown at its end, so that two do not mix. */
async function check([name, program, parameters]) {
  const said = [];
  const result = await step(name, () => run(program, parameters, (chunk) => said.push(chunk)));
  console.log(`\n▸ ${name}${result.ok ? '' : ': FAILED'}`);
  process.stdout.write(Buffer.concat(said));
  return result;
}

/** All of them, in the order of the list, each core busy with one. */
async function runChecks() {
  const waiting = CHECKS.entries();
  const results = [];
  const lane = async () => {
    for (const [place, each] of waiting) results[place] = await check(each);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return results;
}

/** The suites to run; the browser's only where there is one, which in CI there must be. */
function suites() {
  const all = ['unit', 'database', 'e2e', 'races', 'architecture', 'browser'];
  return CI || findChromium() ? all : all.filter((name) => name !== 'browser');
}

async function runJest(selected, resultFile) {
  const parameters = ['--selectProjects', ...selected, '--json', `--outputFile=${resultFile}`];
  // One worker for each core: jest would leave one out for a person at the keyboard.
  parameters.push('--maxWorkers=100%');
  return (await run('jest', [...parameters, ...(CI ? ['--ci'] : [])])) && existsSync(resultFile);
}

/** A suite that could not even be loaded counts as one failed test. */
function count(resultFile) {
  if (!existsSync(resultFile)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(readFileSync(resultFile, 'utf8'));
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

function summarise(steps, selected, { passed, failed, skipped }) {
  console.log('\nSummary');
  for (const { name, ok, seconds } of steps) {
    console.log(
      `  ${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(8)} ${seconds.toFixed(1).padStart(6)} s`,
    );
  }
  if (!selected.includes('browser')) {
    console.log('  no Chromium found (CHROMIUM_PATH): the browser suite did not run');
  }
  if (CI && skipped > 0) console.log('  FAILED  no test may be skipped in CI');
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
}

const folder = mkdtempSync(join(tmpdir(), 'ca-results-'));
const resultFile = join(folder, 'jest.json');
const selected = suites();
const steps = await runChecks();
console.log('\n▸ tests');
steps.push(await step('tests', () => runJest(selected, resultFile)));
const totals = count(resultFile);
rmSync(folder, { recursive: true, force: true });
summarise(steps, selected, totals);
const ok = steps.every((each) => each.ok) && totals.failed === 0 && !(CI && totals.skipped > 0);
process.exitCode = ok ? 0 : 1;
