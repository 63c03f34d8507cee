import { parts } from '../parts/list.mjs';
import { tableOfWork } from './work-table.mjs';

/** Columns of equal width; numbers on the right, as far as the first row tells. */
export function printTable(head, rows) {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i].length)));
  const isNumber = head.map((_, i) => /^[\d.]/.test(rows[0]?.[i] ?? ''));
  const show = (cell, i) => (isNumber[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i]));
  console.log(all.map((row) => row.map(show).join('  ').trimEnd()).join('\n'));
}

/** The results of one work, a line for each target. */
export function printWork(work, results) {
  const { head, rows } = tableOfWork(results);
  console.log(`\n${work}`);
  printTable(head, rows);
}

export function printPart(name, result) {
  console.log(`\n${name}\n${parts[name].describe(result)}`);
}
