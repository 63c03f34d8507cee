import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differenceOfJson, differenceOfText } from '../../support/developer-guide/likeness.js';
import { readSteps } from '../../support/developer-guide/steps.js';

describe('what follows the guide for apps', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ca-steps-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const stepsOf = (text: string) => {
    const file = join(folder, 'guide.md');
    writeFileSync(file, text);
    return readSteps(file);
  };
  const block = (fence: string): string => `# Guide\n\n${fence}\ncurl\n${'```'}\n`;

  it('runs shell blocks and does what stands between them', () => {
    const text = `${block('```sh')}\n> **In the browser:** press\n> \`Go\`.\n\n${block('```json')}`;
    expect(stepsOf(text).map(({ kind, line }) => [kind, line])).toEqual([
      ['run', 3],
      ['browser', 7],
      ['output', 12],
    ]);
  });

  it.each(['```', '```bash', '```sh norun', '```js', '```html', '~~~sh', '   ```sh', '    curl'])(
    'stops at a block that would not be run or compared: "%s"',
    (fence) => expect(() => stepsOf(block(fence))).toThrow(/line 3/),
  );

  it('stops at a block without an end', () => {
    expect(() => stepsOf('```sh\ncurl\n')).toThrow(/does not end/);
  });

  it.each([
    [{ a: 'x…' }, { a: 'xyz' }],
    [
      { a: 1, '…': '…' },
      { a: 1, b: 2 },
    ],
    [{ a: [1, '…'] }, { a: [1, 2] }],
    [{ at: 1_700_000_000 }, { at: 1_800_000_000 }],
  ])('takes %j for %j', (shown, came) => expect(differenceOfJson(shown, came)).toBeNull());

  it.each([
    [{ a: 'x…' }, { a: 'yz' }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1, b: 2 }, { a: 1 }],
    [{ a: [1] }, { a: [1, 2] }],
    [{ a: [1, '…'] }, { a: [1] }],
    [{ life: 60 }, { life: 90 }],
    [{ a: { b: true } }, { a: { b: false } }],
  ])('does not take %j for %j', (shown, came) =>
    expect(differenceOfJson(shown, came)).not.toBeNull(),
  );

  it.each([
    ['200 OK\n…\nend', '200 OK\r\nDate: x\r\nend\r\n', true],
    ['…\nend', 'start\nend', true],
    ['{"a":…}', '{"a":1}', true],
    ['200 OK', '200 OK\nmore', false],
    ['200 OK\nend', '200 OK\nmore\nend', false],
    ['401…', '200 OK', false],
    ['a…b…c', 'a-c', false],
  ])('compares text: %j, %j', (shown, came, alike) =>
    expect(differenceOfText(shown, came) === null).toBe(alike),
  );
});
