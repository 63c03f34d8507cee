import { readFileSync } from 'node:fs';

export const GUIDE = 'docs/connecting-an-app.md';

/** The guide itself. */
export const readGuide = (): string => readFileSync(GUIDE, 'utf8');

/** The rows of the table whose header begins with these columns, without header; cells without backticks. */
export function tableOf(guide: string, ...columns: string[]): string[][] {
  const lines = guide.split('\n');
  const start = lines.findIndex((line) => {
    const cells = cellsOf(line);
    return cells.length > 1 && columns.every((column, at) => cells[at] === column);
  });
  if (start === -1) throw new Error(`There is no table with ${columns.join(', ')}.`);
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end).map(cellsOf);
}

const cellsOf = (line: string): string[] =>
  line.startsWith('|')
    ? line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.replaceAll('`', '').trim())
    : [];

/** The first number in a text, as in `1,200 a minute`. */
export const numberIn = (text: string): number =>
  Number((/\d[\d,]*/.exec(text)?.[0] ?? '').replaceAll(',', ''));
