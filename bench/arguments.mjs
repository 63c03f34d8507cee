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
  --contacts n            contacts of the part product-api (2000000)
  --env NAME=value        a setting of ours for this run; may be repeated
  --profile               profile of ours for the works of --only, instead of a measurement
  --statements            list the statements of ours for each work, with their calls
  --update                put the parts of --only into docs/performance.md, beside what it says of the others
  --report                write docs/performance.md again from the last full run
A run of everything (no --only, --targets or --env) writes docs/performance.md.`;

const ALL_TARGETS = Object.keys(targets);

const OPTIONS = {
  smoke: { type: 'boolean', default: false },
  only: { type: 'string' },
  targets: { type: 'string' },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
  connections: { type: 'string' },
  growth: { type: 'string', default: '10000000' },
  contacts: { type: 'string', default: '2000000' },
  env: { type: 'string', multiple: true, default: [] },
  profile: { type: 'boolean', default: false },
  statements: { type: 'boolean', default: false },
  update: { type: 'boolean', default: false },
  report: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

const SMOKE = {
  targets: 'ours,limit,oidc-provider',
  rounds: '1',
  seconds: '0.2',
  connections: '8',
  warmUpRuns: 0.5,
};
/** The quick ones, and those that know most of the server's inside. */
const SMOKE_PARTS = ['one-connection', 'unguarded', 'races', 'product-api', 'growth'];
/** `warmUpRuns`: the length of a warm-up, in runs. */
const USUAL = { rounds: '5', seconds: '2', connections: '32', warmUpRuns: 2.5 };

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
  const { smoke, profile, report, statements, update } = values;
  const given = { ...(smoke ? SMOKE : USUAL), ...values };
  return {
    ...selection(values, smoke),
    ...{ smoke, profile, report, statements, update },
    targets: profile ? ['ours'] : namesIn(given.targets ?? ALL_TARGETS.join(), ALL_TARGETS),
    load: loadOf(given),
    growth: Number(values.growth),
    contacts: Number(values.contacts),
    env: Object.fromEntries(values.env.map(settingIn)),
    isWhole: isWhole(values),
  };
}

const isWhole = ({ smoke, only, targets: names, env }) =>
  !smoke && only === undefined && names === undefined && env.length === 0;

/** As `Rounds` takes it. */
const loadOf = ({ rounds, seconds, connections, warmUpRuns }) => ({
  ...{ rounds: Number(rounds), seconds: Number(seconds), connections: Number(connections) },
  warmUp: Number(seconds) * warmUpRuns,
});

/** `[name, value]`. @throws Error for a text without both */
function settingIn(text) {
  const { name, value } = /^(?<name>\w+)=(?<value>.*)$/s.exec(text)?.groups ?? {};
  if (name === undefined) throw new Error(`--env ${text}: NAME=value is expected`);
  return [name, value];
}

/** `{ works, parts, warmed }`; `warmed` are the works to warm up first: those that are measured, by a part too. */
function selection({ only }, smoke) {
  const [allWorks, allParts] = [Object.keys(works), Object.keys(parts)];
  const all = { works: allWorks, parts: smoke ? SMOKE_PARTS : allParts, warmed: allWorks };
  if (only === undefined) return all;
  const names = namesIn(only, [...allWorks, ...allParts]);
  const chosen = names.filter((name) => allWorks.includes(name));
  return {
    works: chosen,
    parts: names.filter((name) => allParts.includes(name)),
    warmed: names.includes('one-connection') ? allWorks : chosen,
  };
}
