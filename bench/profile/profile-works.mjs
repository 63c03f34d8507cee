import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printTable } from '../report/console.mjs';
import { summarise } from './cpu-profile.mjs';

/** Profiles this server under each work by itself, and prints where its time goes. */
export async function profileWorks(bench, { works, load }) {
  const target = bench.target('ours');
  for (const work of works) {
    const directory = join(bench.folder, `profile-${work}`);
    mkdirSync(directory);
    await target.stop();
    target.startWith({
      nodeArgs: ['--cpu-prof', `--cpu-prof-dir=${directory}`, '--cpu-prof-interval=500'],
    });
    await target.start();
    const results = await bench.rounds.measure(work, { ...load, rounds: 1 });
    // The profile is written when the process ends.
    await target.stop();
    const [run] = results.ours;
    print(work, run, readProfile(directory, run.window));
  }
}

function readProfile(directory, window) {
  const [file] = readdirSync(directory);
  return summarise(JSON.parse(readFileSync(join(directory, file), 'utf8')), window);
}

function print(work, run, { functions, packages, busyMs }) {
  const start = `${run.rps.toFixed(0)} requests a second, ${run.serverUs.toFixed(0)} µs of the server each`;
  console.log(
    `\n${work}: ${start} (with the profiler); busy for ${busyMs.toFixed(0)} of ${(run.seconds * 1_000).toFixed(0)} ms`,
  );
  printTable(['% of busy', 'package'], packages);
  printTable(['% of busy', 'function', 'file'], functions);
}
