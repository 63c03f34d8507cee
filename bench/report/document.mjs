import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { judge } from './judge.mjs';
import { sectionOf, partSections } from './part-sections.mjs';
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
export const writeDocument = (results) => writeAsMarkdown(renderDocument(results));

function writeAsMarkdown(text) {
  writeFileSync(DOCUMENT, text);
  execFileSync(PRETTIER, ['--write', '--log-level', 'warn', DOCUMENT]);
  console.log('\nWritten: docs/performance.md');
}

const beginning = () =>
  [
    '<!-- Written by `npm run bench`. Edit bench/report/method.md and bench/report/notes.md. -->',
    '# Performance',
    readFileSync(METHOD, 'utf8'),
  ].join('\n\n');

/**
 * Puts the parts that were measured, and their goals, into `docs/performance.md`: for a part that is new or has changed,
 * without measuring all the rest again.
 */
export function updateDocument(results) {
  const sections = readFileSync(DOCUMENT, 'utf8').split(/\n(?=## )/);
  for (const [name, result] of Object.entries(results.parts)) {
    const text = `${sectionOf(name, result)}\n\n${apartLine(results)}\n`;
    replaceOrAdd(sections, titleOf(text), text);
  }
  sections[0] = beginning();
  const notes = readFileSync(NOTES, 'utf8');
  replaceOrAdd(sections, titleOf(notes), notes);
  const place = sections.findIndex((each) => each.startsWith('## Goals'));
  sections[place] = `${goalsAfter(sections[place], judge(results))}\n`;
  writeAsMarkdown(sections.join('\n'));
}

const titleOf = (section) => section.slice(0, section.indexOf('\n'));

function replaceOrAdd(sections, title, text) {
  const place = sections.findIndex((each) => titleOf(each) === title);
  if (place < 0) sections.push(text);
  else sections[place] = text;
}

const apartLine = ({ date, commit, options, machine }) =>
  `Measured apart from the others on ${date}, commit ${commit}: ${options.load.rounds} rounds of ${options.load.seconds} s, with a load of ${machine.load.toFixed(1)} on ${machine.cores} cores before it began.`;

/** The table of goals with those of one run in place of what it said of them. */
function goalsAfter(section, judged) {
  const known = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);
  const rows = new Map(known.map(cellsOf).map((cells) => [cells[0], cells]));
  for (const { goal, wanted, seen, verdict } of judged)
    rows.set(goal, [goal, wanted, seen, verdict]);
  const all = [...rows.values()];
  const met = all.filter((cells) => cells[3].startsWith('met')).length;
  return goalTable(met, all);
}

const cellsOf = (line) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** The document, with the parts that people write: `method.md` and `notes.md`. */
export function renderDocument(results) {
  const sections = [
    beginning(),
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

const goalSection = (judged) =>
  goalTable(
    judged.filter((each) => each.met).length,
    judged.map(({ goal, wanted, seen, verdict }) => [goal, wanted, seen, verdict]),
  );

const goalTable = (met, rows) =>
  [`## Goals: ${met} of ${rows.length} met`, table(['goal', 'wanted', 'seen', ''], rows)].join(
    '\n\n',
  );

const workSections = ({ works, options }) =>
  [
    `## The works, ${options.load.connections} connections`,
    ...Object.entries(works).map(([work, results]) => {
      const { head, rows } = tableOfWork(results);
      return `### ${work}\n\n${table(head, rows)}`;
    }),
  ].join('\n\n');
