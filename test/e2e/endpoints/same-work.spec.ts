import { PasswordHasher } from '../../../src/modules/accounts/internal/password-hasher.js';
import { Database } from '../../../src/platform/database/database.js';
import type { Statement } from '../../../src/platform/database/statement.js';
import { Browser, hiddenFields, type BrowserPage } from '../../support/browser.js';
import { createUser } from '../../support/people.js';
import { TestApp } from '../../support/test-app.js';

/** Not by time, which is unreliable on a busy machine: by the statements that run and the hashes that are verified. */
describe('an address with an account and one without', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start({ RATE_LIMIT_SCALE: '1' })));
  afterAll(() => server.stop());
  afterEach(() => jest.restoreAllMocks());

  /** The work of the server for the form at `path`, and the response. */
  async function workOf(
    path: string,
    fields: Record<string, string>,
  ): Promise<{ work: string[]; page: BrowserPage }> {
    const browser = new Browser(server.origin);
    const form = hiddenFields((await browser.get(path)).html, path);
    const query = jest.spyOn(Database.prototype, 'query');
    const queryIn = jest.spyOn(Database.prototype, 'queryIn');
    const verify = jest.spyOn(PasswordHasher.prototype, 'verify');
    const page = await browser.post(path, { ...form, ...fields });
    const names = (statements: unknown[]) =>
      statements.map((each) => (each as Statement).name ?? '');
    const work = [
      ...names(query.mock.calls.map(([statement]) => statement)),
      ...names(queryIn.mock.calls.map(([, statement]) => statement)),
      ...verify.mock.calls.map(() => 'argon2'),
    ];
    jest.restoreAllMocks();
    return { work, page };
  }

  it('cost the same work when a password is wrong (D6)', async () => {
    const ana = await createUser(server);
    const known = await workOf('/login', { email: ana.email, password: 'guess' });
    const unknown = await workOf('/login', { email: 'nobody@example.com', password: 'guess' });
    expect(known.work).toEqual(unknown.work);
    expect(known.work).toContain('argon2');
    expect(known.work).toContain('failed-sign-ins.count');
  });

  it('cost the same work, and get the same answer, when a link is asked for (D6)', async () => {
    const ana = await createUser(server);
    const path = '/password/forgotten';
    const known = await workOf(path, { email: ana.email });
    const unknown = await workOf(path, { email: 'nobody@example.com' });
    expect(known.work).toEqual(unknown.work);
    expect(known.work).toContain('jobs.add');
    const told = ({ page }: { page: BrowserPage }) => [
      ...[page.status, page.html],
      ...['location', 'set-cookie', 'content-length'].map((name) => page.headers.get(name)),
    ];
    expect(told(known)).toEqual(told(unknown));
  });
});
