import { parseArgs } from 'node:util';
import { parts } from './parts/list.mjs';
import { targets } from './targets/list.mjs';
import { works } from './works/list.mjs';

const USAGE = `npm run bench -- [options]

  --smoke                 one short round of ours, limit and oidc-provider; only errors matter
  --only a,b              works (${Object.keys(works).join(', ')})
                          and parts (${Object.keys(parts).join(', ')})
  --targets a,b           ${Object.keys(targets).join(', ')}
  --rounds n              rounds of each work (5)
  --seconds n             seconds of each run (2)
  --connections n         keep-alive connections (32)
  --growth n              access tokens of the part growth (10000000)
  --profile               profile of ours for the works of --only, instead of a measurement
  --statements            list the statements of ours for each work, with their calls
  --report                write docs/performance.md again from the last full run
A run of everything (neither --only nor --targets) writes docs/performance.md.`;

const ALL_TARGETS = Object.keys(targets);

const OPTIONS = {
  smoke: { type: 'boolean', default: false },
  only: { type: 'string' },
  targets: { type: 'string' },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
  connections: { type: 'string' },
  growth: { type: 'string', default: '10000000' },
  profile: { type: 'boolean', default: false },
  statements: { type: 'boolean', default: false },
  report: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

const SMOKE = {
  targets: 'ours,limit,oidc-provider',
  rounds: '1',
  seconds: '0.2',
  connections: '8',
};
/** The quick ones, and those that know most of the server's inside. */
const SMOKE_PARTS = ['unguarded', 'races', 'growth'];
const USUAL = { rounds: '5', seconds: '2', connections: '32' };

/** Names of a list that are known. @throws Error for another one */
function namesIn(text, known) {
  const names = text.split(',').filter(Boolean);
  const stranger = names.find((name) => !known.includes(name));
  if (stranger !== undefined) throw new Error(`${stranger} is none of: ${known.join(', ')}`);
  return names;
}

/** What is asked for, or null after the usage was printed. */
export function readArguments(args) {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help) {
    console.log(USAGE);
    return null;
  }
  const { smoke } = values;
  const {
    targets: names,
    rounds,
    seconds,
    connections,
  } = {
    ...(smoke ? SMOKE : USUAL),
    ...values,
  };
  return {
    ...selection(values, smoke),
    ...{ smoke, profile: values.profile, report: values.report, statements: values.statements },
    targets: values.profile ? ['ours'] : namesIn(names ?? ALL_TARGETS.join(), ALL_TARGETS),
    load: { rounds: Number(rounds), seconds: Number(seconds), connections: Number(connections) },
    growth: Number(values.growth),
    isWhole: !smoke && values.only === undefined && names === undefined,
  };
}

function selection({ only }, smoke) {
  const [allWorks, allParts] = [Object.keys(works), Object.keys(parts)];
  if (only === undefined) return { works: allWorks, parts: smoke ? SMOKE_PARTS : allParts };
  const names = namesIn(only, [...allWorks, ...allParts]);
  return {
    works: names.filter((name) => allWorks.includes(name)),
    parts: names.filter((name) => allParts.includes(name)),
  };
}
