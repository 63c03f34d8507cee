import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  CONFUSABLES,
  UNICODE_VERSION,
} from '../../src/modules/clients/internal/names/confusables-table.js';

const MODULE = 'src/modules/clients/internal/names/confusables-table.ts';
const run = promisify(execFile);

/** The table as published by Unicode. */
function dataFile(): string {
  const hex = (point: number): string => point.toString(16).toUpperCase().padStart(4, '0');
  const rows = CONFUSABLES.trim()
    .split(/\s+/)
    .flatMap((row) => {
      const [prototype = '', characters = ''] = row.split(':');
      const points = prototype.split('.').map((digits) => hex(Number.parseInt(digits, 36)));
      let last = 0;
      return characters.split(',').map((distance) => {
        last += Number.parseInt(distance, 36);
        return `${hex(last)} ;\t${points.join(' ')} ;\tMA\t# ( x → y ) NAME; OF IT`;
      });
    });
  return `\uFEFF# confusables.txt\n# Version: ${UNICODE_VERSION}\n\n${rows.sort().join('\n')}\n# total\n`;
}

describe('the table of look-alike characters', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'confusables-'))));
  afterAll(() => rm(folder, { recursive: true }));

  const write = async (text: string): Promise<string> => {
    const [source, target] = [join(folder, 'confusables.txt'), join(folder, 'table.ts')];
    await writeFile(source, text);
    await run(process.execPath, ['scripts/write-confusables.mjs', source, target]);
    return readFile(target, 'utf8');
  };

  it('is what the script makes of the data file of Unicode (C9)', async () => {
    const written = await write(dataFile());
    expect(written).toBe(await readFile(MODULE, 'utf8'));
    expect(written).toContain('UNICODE LICENSE V3');
    expect(dataFile().match(/;\tMA/g)).toHaveLength(6712);
  });

  it('is ASCII, so that no look-alike and no mark of direction stands in the source (C9)', () => {
    expect(CONFUSABLES).toMatch(/^[0-9a-z.:,\s]+$/);
  });

  it.each(['# Version: 18.0.0\n', '0441 ;\t0063 ;\tMA\n'])(
    'is not made of a file without rows or version: %j',
    async (text) => {
      await expect(write(text)).rejects.toThrow(/has no (row|line)/);
    },
  );
});
