import { LabApp } from '../../support/lab-app.js';
import { Browser, type BrowserPage } from '../../support/browser.js';
import { runJobs } from '../../support/run-jobs.js';
import { TestApp } from '../../support/test-app.js';

const SANDBOX = '/developers/sandbox';

/** The text of a row of the checklist. */
const rowOf = ({ html }: BrowserPage, fault: string): string =>
  (html.match(/<tr\b.*?<\/tr>/gs) ?? []).find((row) => row.includes(`<code>${fault}</code>`)) ?? '';

describe('pages of the fault lab', () => {
  let server: TestApp;
  let lab: LabApp;
  beforeAll(async () => {
    server = await TestApp.start();
    lab = await LabApp.start(server);
  });
  afterAll(() => server.stop());

  const path = () => `/developers/apps/${lab.app.clientId}/fault-lab`;

  it('show each fault, what a good app does, and what this one did', async () => {
    const before = await lab.person.open(path());
    expect(before.html).toContain('0 of 9 survived');
    expect(rowOf(before, 'rate-limit')).toContain('Not tried');
    await lab.call('/segment', { fault: 'rate-limit' });
    await lab.call('/segment');
    await lab.resultOf('rate-limit', 'failed');
    await lab.call('/segment', { fault: '500-once' });
    await lab.call('/segment');
    await lab.resultOf('500-once', 'survived');
    const after = await lab.person.open(path());
    expect(rowOf(after, 'rate-limit')).toContain('It came back before Retry-After.');
    expect(rowOf(after, '500-once')).toContain('Survived');
    expect(after.html).toContain('1 of 9 survived');
  });

  it('start again with another identity of the app', async () => {
    await server.database.query(
      'UPDATE clients SET identity_version = identity_version + 1 WHERE id = $1',
      [lab.app.id],
    );
    expect((await lab.person.open(path())).html).toContain('0 of 9 survived');
  });

  it('are for the people of the organisation', async () => {
    const stranger = await LabApp.start(server);
    expect((await stranger.person.open(path())).status).toBe(404);
    expect((await new Browser(server.origin).get(path())).status).toBe(303);
  });

  it('make sandbox projects, three of an organisation at most', async () => {
    const make = async () => lab.person.browser.submit(await lab.person.open(SANDBOX), SANDBOX, {});
    const made = await make();
    expect([made.status, made.headers.get('location')]).toEqual([303, `${SANDBOX}?made=1`]);
    // The first one is that of the app.
    const form = await lab.person.open(SANDBOX);
    expect((await make()).status).toBe(303);
    const full = await lab.person.open(SANDBOX);
    expect(full.html).toContain('This organisation has as many as it may.');
    expect(full.html).not.toContain('<form method="post" action="/developers/sandbox"');
    const refused = await lab.person.browser.submit(form, SANDBOX, {});
    expect(refused.status).toBe(409);
    expect(refused.html).toContain('at most 3 sandbox projects');
  });

  it('fill them with contacts that belong to nobody, and a sender', async () => {
    await runJobs(server);
    await runJobs(server);
    const rows = await server.database.query<{ contacts: number; senders: number }>(
      `SELECT (SELECT count(*)::int FROM contacts c WHERE c.project_id = p.id) AS contacts,
         (SELECT count(*)::int FROM senders s WHERE s.project_id = p.id AND s.is_default) AS senders
       FROM projects p WHERE p.name LIKE 'Sandbox %'`,
    );
    expect(rows).toEqual(Array(2).fill({ contacts: 6, senders: 1 }));
  });

  it('make none for another organisation, and none without the form (D2)', async () => {
    const stranger = await LabApp.start(server);
    const organisation = lab.organisation.organisationId;
    const page = await stranger.person.open(SANDBOX);
    const fields = { organisation };
    expect((await stranger.person.browser.submit(page, SANDBOX, fields)).status).toBe(404);
    expect((await stranger.person.browser.post(SANDBOX, fields)).status).toBe(403);
  });

  it('never make a fourth, however many ask at once', async () => {
    const { person, organisation } = await LabApp.start(server);
    const page = await person.open(SANDBOX);
    const made = await Promise.all(
      Array.from({ length: 8 }, () => person.browser.submit(page, SANDBOX, {})),
    );
    expect(made.filter(({ status }) => status === 303)).toHaveLength(2);
    const [row] = await server.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM projects WHERE organisation_id = $1 AND kind = 'sandbox'`,
      [organisation.organisationId],
    );
    expect(row?.count).toBe(3);
  });
});
