// `npm run bench`: this server beside peers and a bare limit, on one PostgreSQL. See --help and docs/performance.md.
import { readArguments } from './arguments.mjs';
import { Bench } from './bench.mjs';
import { printPart, printTable, printWork } from './report/console.mjs';
import {
  readResults,
  renderDocument,
  saveResults,
  updateDocument,
  writeDocument,
} from './report/document.mjs';
import { statementsOf } from './measure/counters.mjs';
import { checkGoals } from './report/judge.mjs';
import { describeMachine } from './report/machine.mjs';
import { profileWorks } from './profile/profile-works.mjs';

async function measure(options) {
  const bench = await Bench.open(options);
  try {
    if (options.profile) return await profileWorks(bench, options);
    const results = { ...describeMachine(bench), options, works: {}, parts: {} };
    await bench.rounds.warmUp(options.warmed, options.load);
    for (const work of options.works) {
      results.works[work] = await bench.rounds.measure(work, options.load);
      printWork(work, results.works[work]);
      keep(results);
      if (options.statements) await listStatements(bench, work);
    }
    await bench.measureParts(options.parts, (name, result) => {
      results.parts[name] = result;
      printPart(name, result);
      keep(results);
    });
    return results;
  } finally {
    await bench.close();
  }
}

/** What one more run of ours sends to PostgreSQL. */
async function listStatements(bench, work) {
  const ours = bench.target('ours');
  const { requests } = await bench.rounds.run(ours, work, { ...bench.options.load, seconds: 1 });
  const rows = await statementsOf(bench.cluster, ours.database);
  printTable(
    ['calls/request', 'statement'],
    rows.map(({ calls, query }) => [(calls / requests).toFixed(2), query.slice(0, 200)]),
  );
}

/** As far as a whole run has come: `--report` can write of it. */
function keep(results) {
  if (results.options.isWhole) saveResults(results);
}

checkGoals();
const options = readArguments(process.argv.slice(2));
if (options?.report) writeDocument(readResults());
else if (options !== null) {
  const results = await measure(options);
  if (options.smoke) renderDocument(results);
  if (options.isWhole) writeDocument(results);
  else if (options.update) updateDocument(results);
}
