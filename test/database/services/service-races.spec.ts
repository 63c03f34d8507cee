import { EndVoidGrants } from '../../../src/modules/grants/internal/end-void-grants.js';
import type { Customer } from '../../support/actors/customer.js';
import type { TestProject } from '../../support/actors/organisation.js';
import type { BrowserPage } from '../../support/browser.js';
import { eventually } from '../../support/eventually.js';
import { Organisation, type SecretApp } from '../../support/actors/organisation.js';
import { TestApp } from '../../support/test-app.js';
import { auditOf } from '../../support/token-facts.js';

const ROUNDS = 8;

/** Several admins, two servers, one service. */
describe('admins who decide on one service at the same time', () => {
  let server: TestApp;
  let organisation: Organisation;
  let bakery: TestProject;
  let cafe: TestProject;
  let app: SecretApp;
  let olivia: Customer;
  let nora: Customer;
  let iris: Customer;

  const grants = () =>
    server.database.query<{ id: string; projects: string[] }>(
      `SELECT g.id, ARRAY(SELECT p.name || ' by ' || u.name FROM grant_projects gp
           JOIN projects p ON p.id = gp.project_id JOIN memberships m ON m.id = gp.membership_id
           JOIN users u ON u.id = m.user_id
           WHERE gp.grant_id = g.id AND gp.revoked_at IS NULL ORDER BY 1) AS projects
       FROM grants g WHERE g.client_id = $1 AND g.revoked_at IS NULL`,
      [app.id],
    );

  beforeAll(async () => {
    server = await TestApp.start();
    organisation = await Organisation.of(server);
    bakery = await organisation.createProject('Bakery');
    cafe = await organisation.createProject('Café');
    olivia = await organisation.person('Olivia', [[bakery, 'owner']]);
    nora = await organisation.person('Nora', [[cafe, 'admin']]);
  });
  afterAll(() => server.stop());
  beforeEach(async () => (app = await organisation.app()));

  it('make one grant that has what both of them ticked', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      app = await organisation.app(`Round ${String(round)}`);
      const [first, second] = [await olivia.open(app.path), await nora.open(app.path)];
      const answers = await Promise.all([
        organisation.send(olivia, app, first, { projects: [bakery] }),
        organisation.send(nora, app, second, { projects: [cafe] }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([303, 303]);
      const found = (await grants()).map(({ projects }) => projects);
      expect(found).toEqual([['Bakery by Olivia', 'Café by Nora']]);
    }
  });

  it('send one form twice: the second is the first once more', async () => {
    const page = await olivia.open(app.path);
    const send = (): Promise<BrowserPage> =>
      organisation.send(olivia, app, page, { projects: [bakery] });
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect((await grants()).map(({ projects }) => projects)).toEqual([['Bakery by Olivia']]);
  });

  it('connect while another one disconnects: no row stays without its grant', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await organisation.connect(olivia, app, { projects: [bakery] });
      const page = await olivia.open(app.path);
      const question = `${app.path}/disconnect`;
      const asked = await olivia.open(question);
      const answers = await Promise.all([
        organisation.send(olivia, app, page, { projects: [bakery] }),
        olivia.browser.submit(asked, question),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([303, 303]);
      expect((await grants()).length).toBeLessThanOrEqual(1);
      for (const { projects } of await grants()) expect(projects).toEqual(['Bakery by Olivia']);
    }
  });

  it('connect a project anew while what another one lost with their password is closed (E6)', async () => {
    iris = await organisation.person('Iris', [[bakery, 'admin']]);
    await organisation.connect(iris, app, { projects: [bakery] });
    await server.database.query(
      'UPDATE users SET consent_epoch = consent_epoch + 1 WHERE id = $1',
      [iris.user.id],
    );
    const page = await olivia.open(app.path);
    // Olivia's decision has its rows, and waits; the job waits for it.
    await server.database.query(`UPDATE clients SET state = 'registered' WHERE id = $1`, [app.id]);
    const client = await server.database.pool.connect();
    await client.query('BEGIN');
    await client.query('SELECT FROM clients WHERE id = $1 FOR NO KEY UPDATE', [app.id]);
    const sent = organisation.send(olivia, app, page, { projects: [bakery] });
    await waiting(1);
    const job = server.app.get(EndVoidGrants, { strict: false }).run({ userId: iris.user.id });
    await waiting(2);
    await client.query('COMMIT');
    client.release();
    expect((await sent).status).toBe(303);
    await job;
    expect((await grants()).map(({ projects }) => projects)).toEqual([['Bakery by Olivia']]);
  });

  /** Until so many connections wait for another one's row. */
  const waiting = (amount: number) =>
    eventually(async () => {
      const rows = await server.database.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rows.length >= amount || undefined;
    });

  const withdrawals: readonly [string, string, () => string, number, string[]][] = [
    [
      'are demoted',
      `UPDATE memberships SET role = 'viewer' WHERE user_id = $1`,
      () => iris.user.id,
      404,
      ['project:read'],
    ],
    [
      'are thrown out',
      'UPDATE users SET password_epoch = password_epoch + 1, consent_epoch = consent_epoch + 1 WHERE id = $1',
      () => iris.user.id,
      303,
      [],
    ],
    [
      'are shut out',
      'UPDATE users SET disabled_at = now() WHERE id = $1',
      () => iris.user.id,
      303,
      [],
    ],
    ['lose the app', "UPDATE clients SET state = 'suspended' WHERE id = $1", () => app.id, 404, []],
    ['lose the plan', `UPDATE projects SET plan = 'free' WHERE id = $1`, () => bakery.id, 400, []],
  ];

  it.each(withdrawals)('%s before they decide: nothing comes of it (D11)', async (...row) => {
    const [, sql, id, status] = row;
    iris = await organisation.person('Iris', [[bakery, 'admin']]);
    const page = await iris.open(app.path);
    await server.database.query(sql, [id()]);
    expect((await organisation.send(iris, app, page, { projects: [bakery] })).status).toBe(status);
    expect(await grants()).toEqual([]);
    await organisation.changePlan(bakery, 'pro');
  });

  it.each(withdrawals)(
    '%s while they decide: it is worth no more than they are (D11)',
    async (...row) => {
      const [, sql, id, , scopes] = row;
      iris = await organisation.person('Iris', [[bakery, 'admin']]);
      const page = await iris.open(app.path);
      // Not its first connection, which records that the app is in use.
      await server.database.query(
        `UPDATE clients SET state = 'approved', approved_at = now() WHERE id = $1`,
        [app.id],
      );
      const ticks = { projects: [bakery], scopes: ['project:read', 'sms:send'] };
      const client = await server.database.pool.connect();
      try {
        await client.query('BEGIN');
        await client.query(sql, [id()]);
        // Neither waits for the other.
        expect((await organisation.send(iris, app, page, ticks)).status).toBe(303);
      } finally {
        await client.query('COMMIT');
        client.release();
      }
      const { body } = await organisation.token(app);
      expect(body.scope?.split(' ') ?? []).toEqual(scopes);
      await organisation.changePlan(bakery, 'pro');
    },
  );

  it('lose with their password what they vouched for, and nothing else (E6)', async () => {
    await organisation.connect(olivia, app, { projects: [bakery] });
    await organisation.connect(nora, app, { projects: [cafe] });
    const [grant] = await grants();
    await server.database.query(
      'UPDATE users SET consent_epoch = consent_epoch + 1 WHERE id = $1',
      [olivia.user.id],
    );
    const closeVoid = () =>
      server.app.get(EndVoidGrants, { strict: false }).run({ userId: olivia.user.id });
    const working = async () =>
      (await organisation.token(app)).body.projects.map(({ name }) => name);
    expect(await working()).toEqual(['Café']);
    await closeVoid();
    expect((await grants()).map(({ projects }) => projects)).toEqual([['Café by Nora']]);
    const ended = (await auditOf(server, String(grant?.id))).filter(
      ({ reason }) => reason === 'password_changed',
    );
    expect(ended.map(({ type }) => type)).toEqual([
      'grant.project_revoked',
      'grant.project_revoked',
    ]);
    const letters = await server.database.query<{ to: string; text: string }>(
      `SELECT j.payload ->> 'to' AS to, j.payload ->> 'text' AS text FROM graphile_worker._private_jobs j
       WHERE j.payload ->> 'subject' = $1`,
      ['Nightly Sync has stopped working as a service'],
    );
    // Nora administers another project, which continues.
    expect(letters.map(({ to }) => to)).toContain(olivia.user.email);
    expect(letters.map(({ to }) => to)).not.toContain(nora.user.email);
    expect(letters[0]?.text).toContain('no longer works in: Bakery. Olivia, who');
    await organisation.connect(olivia, app, { projects: [bakery] });
    await closeVoid();
    expect(await working()).toEqual(['Bakery', 'Café']);
  });
});
