// `npm run bench`: this server beside peers and a bare limit, on one PostgreSQL. See --help and docs/performance.md.
import { readArguments } from './arguments.mjs';
import { Bench } from './bench.mjs';
import { printPart, printWork } from './report/console.mjs';
import { readResults, saveResults, writeDocument } from './report/document.mjs';
import { describeMachine } from './report/machine.mjs';
import { profileWorks } from './profile/profile-works.mjs';

async function measure(options) {
  const bench = await Bench.open(options);
  try {
    if (options.profile) return await profileWorks(bench, options);
    const results = { ...describeMachine(bench), options, works: {}, parts: {} };
    for (const work of options.works) {
      results.works[work] = await bench.rounds.measure(work, options.load);
      printWork(work, results.works[work]);
    }
    await bench.measureParts(options.parts, (name, result) => {
      results.parts[name] = result;
      printPart(name, result);
    });
    return results;
  } finally {
    await bench.close();
  }
}

const options = readArguments(process.argv.slice(2));
if (options?.report) writeDocument(readResults());
else if (options !== null) {
  const results = await measure(options);
  if (options.isWhole) {
    saveResults(results);
    writeDocument(results);
  }
}
