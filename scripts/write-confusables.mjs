import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Makes the module of look-alike characters from `confusables.txt`, the data file of Unicode Technical Standard 39:
//
//   node scripts/write-confusables.mjs <confusables.txt> [<module to write>]
//
// The file is as Unicode publishes it: a `# Version:` line, then `source ; prototype ; type # comment` with code
// points in hexadecimal.
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const MODULE = 'src/modules/clients/internal/names/confusables-table.ts';
const COLUMNS = 400;

const [source, target = join(root, MODULE)] = process.argv.slice(2);
if (!source) {
  console.error('Usage: node scripts/write-confusables.mjs <confusables.txt> [<module to write>]');
  process.exit(1);
}
const text = readFileSync(source, 'utf8');
const version = /^# Version: (\d+\.\d+\.\d+)/m.exec(text)?.[1];
if (!version) throw new Error(`${source} has no line "# Version: …".`);

/** Characters by their prototype, both as lists of code points. */
function groups() {
  const sources = new Map();
  for (const line of text.replace(/^\uFEFF/, '').split('\n')) {
    const fields = line.replace(/#.*/, '').split(';');
    if (fields.length < 3) continue;
    const [[character], prototype] = fields.map(codePoints);
    const key = prototype.map((point) => point.toString(36)).join('.');
    sources.set(key, [...(sources.get(key) ?? []), character]);
  }
  return sources;
}

const codePoints = (field) =>
  field
    .trim()
    .split(/\s+/)
    .map((hex) => Number.parseInt(hex, 16));

/** The characters of a group in order, the first as it is and the others as the distance to the one before. */
const distances = (points) =>
  points
    .sort((a, b) => a - b)
    .map((point, index) => (point - (index && points[index - 1])).toString(36))
    .join(',');

function lines(rows) {
  const broken = [''];
  for (const row of rows) {
    const line = broken.at(-1);
    if (line.length + row.length >= COLUMNS) broken.push(row);
    else broken[broken.length - 1] = line === '' ? row : `${line} ${row}`;
  }
  return broken;
}

const byFirst = ([, [a]], [, [b]]) => a - b;
const found = [...groups()];
const count = found.reduce((sum, [, characters]) => sum + characters.length, 0);
if (count === 0) throw new Error(`${source} has no row.`);
const table = lines(
  found
    .map(([prototype, characters]) => [prototype, characters.sort((a, b) => a - b)])
    .sort(byFirst)
    .map(([prototype, characters]) => `${prototype}:${distances(characters)}`),
);

const licence = readFileSync(join(root, 'scripts/unicode-licence.txt'), 'utf8').trimEnd();
writeFileSync(
  target,
  `// Written by scripts/write-confusables.mjs from confusables.txt of Unicode ${version}. Do not edit.
//
${licence.replaceAll(/^/gm, '// ').replaceAll(/ +$/gm, '')}

/** The Unicode version of the table. */
export const UNICODE_VERSION = '${version}';

/**
 * ${count} characters by their prototype (UTS 39 §4), in ASCII, so that the source file has no confusable characters. Rows
 * are separated by white space: \`prototype:characters\`, in base 36. A prototype is a list of code points joined by
 * dots; of the characters the first is a code point, each other one the difference to its predecessor.
 */
export const CONFUSABLES = \`
${table.join('\n')}
\`;
`,
);
