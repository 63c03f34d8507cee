import { median, spread } from '../measure/statistics.mjs';

const OURS = 'ours';

/** The median of a member over the rounds. */
export const middle = (runs, member) => median(runs.map((run) => run[member]));

/** Of a member over the rounds: `{ median, least, most }`. */
export const spreadOf = (runs, member) => spread(runs.map((run) => run[member]));

/** Ours over another one, of a member, within each round: `{ median, least, most }`; null if one was not measured. */
export function ratioOf(results, name, member = 'rps') {
  const [ours, theirs] = [results[OURS], results[name]];
  if (ours === undefined || theirs === undefined) return null;
  return spread(ours.map((run, round) => run[member] / theirs[round][member]));
}

const number = (value, digits = 0) => value.toFixed(digits);

export const showSpread = (ratio, digits = 2) =>
  ratio === null
    ? ''
    : `${number(ratio.median, digits)} (${number(ratio.least, digits)}–${number(ratio.most, digits)})`;

/** For each request: statements that requests share, and the background work of a server, are fractions. */
export const statementsOf = (runs) => {
  const [statements, control] = [middle(runs, 'statements'), middle(runs, 'control')];
  return `${number(statements, 2)} (+${number(control, 2)})`;
};

const HEAD = [
  ...['target', 'rps', 'p50 ms', 'p99 ms', 'server µs', 'PostgreSQL µs', 'SQL (+control)'],
  ...['WAL B', 'records', 'ours / it'],
];

/** Cells of the table of one work. */
export function tableOfWork(results) {
  const rows = Object.entries(results).map(([name, runs]) => [
    name,
    number(middle(runs, 'rps')),
    number(middle(runs, 'p50'), 2),
    number(middle(runs, 'p99'), 2),
    number(middle(runs, 'serverUs')),
    number(middle(runs, 'postgresUs')),
    statementsOf(runs),
    number(middle(runs, 'walBytes')),
    number(middle(runs, 'walRecords'), 1),
    name === OURS ? '' : showSpread(ratioOf(results, name)),
  ]);
  return { head: HEAD, rows };
}
