import { readFileSync } from 'node:fs';
import { followGuide, readGuide } from '../support/architecture/guide.js';
import { compile, runTests } from '../support/architecture/tools.js';
import { TreeCopy } from '../support/architecture/tree-copy.js';

const GUIDE = 'docs/adding-a-product-api-controller.md';
const MINUTE_IN_MS = 60_000;

/** What `npm run openapi` writes of the route, as far as answers are compared with it. */
function documentCalendar(copy: TreeCopy): void {
  const file = 'openapi/product-api.json';
  const document = JSON.parse(readFileSync(file, 'utf8')) as {
    paths: Record<string, { get: { responses: Record<string, object> } }>;
  };
  const list = document.paths['/v1/project/{project}/campaign']?.get;
  const answer = { content: { 'application/json': { schema: {} } } };
  const get = { ...list, responses: { ...list?.responses, 200: answer } };
  document.paths['/v1/project/{project}/calendar'] = { get };
  copy.plant(file, JSON.stringify(document));
}

describe(`${GUIDE}, followed to the letter`, () => {
  const blocks = readGuide(GUIDE);
  let copy: TreeCopy;

  beforeAll(() => {
    copy = TreeCopy.make(['test', 'scripts', 'jest.config.js', 'ormconfig.ts']);
    followGuide(blocks, copy);
    documentCalendar(copy);
  });
  afterAll(() => copy.remove());

  it('has whole files and additions to show', () => {
    expect(new Set(blocks.map(({ kind }) => kind))).toEqual(new Set(['ts', 'diff']));
    expect(blocks.length).toBeGreaterThanOrEqual(6);
  });

  it(
    'compiles',
    async () => {
      const { code, output } = await compile(copy);
      expect(output).toBe('');
      expect(code).toBe(0);
    },
    10 * MINUTE_IN_MS,
  );

  it(
    'makes a route that passes the guard matrix and its own test',
    async () => {
      const { code, output } = await runTests(
        copy,
        'product-api/guard-matrix',
        'product-api/calendar',
        // The other routes are tested by the suite itself.
        '--testNamePattern',
        'calendar',
      );
      expect(output).toContain('GET /v1/project/:project/calendar');
      expect(output).toContain('is 403 with a challenge without calendar:read');
      expect(output).toContain('lists campaigns in the order they go out');
      expect(output).not.toContain('✕');
      expect(code).toBe(0);
    },
    10 * MINUTE_IN_MS,
  );

  it(
    'and without @RequireScope a server that does not start',
    async () => {
      const controller = blocks.find(({ path }) => path.endsWith('calendar.controller.ts'));
      const forgetful = controller?.text.replace(/^.*@RequireScope.*\n/m, '') ?? '';
      copy.plant(controller?.path ?? '', forgetful);
      const { code, output } = await runTests(copy, 'product-api/calendar');
      expect(output).toContain('CalendarController.list declares no scope');
      expect(code).not.toBe(0);
    },
    10 * MINUTE_IN_MS,
  );
});
