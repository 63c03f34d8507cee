import { followGuide, readGuide } from '../support/architecture/guide.js';
import { compile, runTests } from '../support/architecture/tools.js';
import { TreeCopy } from '../support/architecture/tree-copy.js';

const GUIDE = 'docs/adding-a-page.md';
/** A copy of the whole tree is compiled, perhaps on a busy machine. */
const TIMEOUT_MS = 600_000;

describe(`${GUIDE}, followed to the letter`, () => {
  const blocks = readGuide(GUIDE);
  const sources = blocks.filter(({ path }) => path.startsWith('src/'));
  let copy: TreeCopy;

  beforeAll(() => {
    copy = TreeCopy.make(['test', 'scripts', 'jest.config.js', 'ormconfig.ts']);
    followGuide(blocks, copy);
  });
  afterAll(() => copy.remove());

  it('adds a page with a form and its POST in two files', () => {
    const added = sources.filter(({ kind }) => kind !== 'diff').map(({ path }) => path);
    expect(added).toEqual([
      expect.stringMatching(/[.]page[.]tsx$/),
      expect.stringMatching(/[.]controller[.]ts$/),
    ]);
  });

  it('speaks of no token, no response and no session', () => {
    const plumbing = /csrf|\bRes\b|\bsession|cookie|cache|polic/i;
    const lines = sources.flatMap(({ text }) => text.split('\n'));
    expect(lines.filter((line) => plumbing.test(line.replace(/ from '.*/, '')))).toEqual([]);
  });

  it(
    'compiles',
    async () => {
      const { code, output } = await compile(copy);
      expect(output).toBe('');
      expect(code).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    'makes a page that passes its own test, and the one of names on pages',
    async () => {
      const { code, output } = await runTests(copy, 'names-on-pages', 'password-link');
      expect(output).toContain('reorders none of our words at /dashboard/account/link');
      expect(output).toContain('✓ is not sent by a form that is not ours (D2)');
      expect(output).not.toContain('✕');
      expect(code).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    'and without the outcome an error, not a page',
    async () => {
      const controller = sources.find(({ path }) => path.endsWith('link.controller.ts'));
      const forgetful = controller?.text.replace('return redirect(', 'redirect(') ?? '';
      copy.plant(controller?.path ?? '', forgetful);
      const { code, output } = await runTests(copy, 'password-link');
      expect(output).toContain('✕ is sent to a signed-in person');
      expect(output).toMatch(/\+ +500,/);
      expect(code).not.toBe(0);
    },
    TIMEOUT_MS,
  );
});
