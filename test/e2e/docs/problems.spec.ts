import { PROBLEMS } from '../../../src/kernel/errors/problem-error.js';
import { PROBLEM_EXPLANATIONS } from '../../../src/product-api/docs/problem-explanations.js';
import { readGuide, tableOf } from '../../support/developer-guide/tables.js';
import { TestApp } from '../../support/test-app.js';

describe('the pages of problems', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  const open = (path: string) => server.http.get(path).set('Accept', 'text/html');

  it('say what the guide says', () => {
    const withoutLinks = (text: string): string => text.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1');
    const rows = tableOf(readGuide(), 'Status', 'code').map(
      ([status, code, means = '', remedy = '']) => [
        status,
        code,
        withoutLinks(means),
        withoutLinks(remedy),
      ],
    );
    const told = Object.entries(PROBLEM_EXPLANATIONS).map(([code, texts]) => [
      String(PROBLEMS[code as keyof typeof PROBLEMS][0]),
      code,
      ...texts.map((text) => text.replaceAll('`', '')),
    ]);
    expect(rows).toEqual(told);
    expect(Object.keys(PROBLEM_EXPLANATIONS).sort()).toEqual(Object.keys(PROBLEMS).sort());
  });

  it('are where the type of a problem leads, for everybody', async () => {
    const { body } = await server.http.get('/v1').expect(401);
    const { pathname } = new URL(String(body.type));
    const { text, headers } = await open(pathname).expect(200);
    expect(headers['content-type']).toMatch(/^text\/html/);
    expect(text).toContain('No token, or one that is unknown, expired or revoked');
    expect(text).toContain('&quot;code&quot;: &quot;unauthorized&quot;');
  });

  it.each(Object.keys(PROBLEMS))('have one for %s, which the index leads to', async (code) => {
    expect((await open(`/problems/${code}`).expect(200)).text).toContain('What to do');
    expect((await open('/problems').expect(200)).text).toContain(`href="/problems/${code}"`);
  });

  it('have none for anything else', async () => {
    for (const code of ['nothing', 'toString', '__proto__', 'INTERNAL', 'internal/']) {
      await open(`/problems/${code}`).expect(404);
    }
  });
});
