import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { judge } from './judge.mjs';
import { partSections } from './part-sections.mjs';
import { table } from './markdown-table.mjs';
import { tableOfWork } from './work-table.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const RESULTS = at('../results/last.json');
const DOCUMENT = at('../../docs/performance.md');
const METHOD = at('method.md');
const NOTES = at('notes.md');
const PRETTIER = at('../../node_modules/.bin/prettier');

/** The last full run, for `--report`. */
export const readResults = () => JSON.parse(readFileSync(RESULTS, 'utf8'));

export function saveResults(results) {
  mkdirSync(at('../results'), { recursive: true });
  writeFileSync(RESULTS, JSON.stringify(results));
}

/** Writes `docs/performance.md`. */
export function writeDocument(results) {
  writeFileSync(DOCUMENT, renderDocument(results));
  execFileSync(PRETTIER, ['--write', '--log-level', 'warn', DOCUMENT]);
  console.log('\nWritten: docs/performance.md');
}

/** The document, with the parts that people write: `method.md` and `notes.md`. */
export function renderDocument(results) {
  const sections = [
    '<!-- Written by `npm run bench`. Edit bench/report/method.md and bench/report/notes.md. -->',
    '# Performance',
    readFileSync(METHOD, 'utf8'),
    machineSection(results),
    goalSection(judge(results)),
    readFileSync(NOTES, 'utf8'),
    workSections(results),
    partSections(results),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

function machineSection({ date, commit, machine, versions, options }) {
  const { processor, cores, memoryGib, system } = machine;
  const { rounds, seconds, connections, warmUp } = options.load;
  return [
    '## The run',
    `${date}, commit ${commit}. ${processor}, ${cores} cores, ${memoryGib} GiB, ${system}; the driver, the servers and PostgreSQL share them.`,
    `${rounds} rounds of ${seconds} s at ${connections} connections, each work warmed up twice for ${warmUp} s. Versions: ${Object.entries(
      versions,
    )
      .map(([name, version]) => (name === 'postgres' ? version : `${name} ${version}`))
      .join(', ')}.`,
  ].join('\n\n');
}

function goalSection(judged) {
  const met = judged.filter((each) => each.met).length;
  return [
    `## Goals: ${met} of ${judged.length} met`,
    table(
      ['goal', 'wanted', 'seen', ''],
      judged.map(({ goal, wanted, seen, verdict }) => [goal, wanted, seen, verdict]),
    ),
  ].join('\n\n');
}

const workSections = ({ works, options }) =>
  [
    `## The works, ${options.load.connections} connections`,
    ...Object.entries(works).map(([work, results]) => {
      const { head, rows } = tableOfWork(results);
      return `### ${work}\n\n${table(head, rows)}`;
    }),
  ].join('\n\n');
