import { toWireId } from '../../../src/kernel/ids.js';
import { TIER_POLICIES } from '../../../src/modules/verification/tier-policy.js';
import type { Customer } from '../../support/actors/customer.js';
import type { TestProject } from '../../support/actors/organisation.js';
import { decide } from '../../support/consent-page.js';
import { lapse } from '../../support/lapse.js';
import { runJobs } from '../../support/run-jobs.js';
import { SentMails } from '../../support/sent-mails.js';
import * as shortcuts from '../../support/shortcuts.js';
import { World, type AskingApp } from '../../support/world.js';

const { projects: PROJECTS, people: PEOPLE, projectsEver } = TIER_POLICIES.development.reach ?? {};
const EVER = projectsEver ?? 0;

interface OutsidePerson {
  readonly customer: Customer;
  readonly project: TestProject;
}

/** An app of an organisation under development, and people elsewhere, who are its testers. */
describe('how far an app under development reaches outside of its organisation', () => {
  const mails = new SentMails();
  let world: World;
  beforeAll(async () => (world = await World.start({ DATA_DIRECTORY: mails.directory })));
  afterAll(async () => {
    await world.stop();
    mails.burn();
  });

  async function newApp(): Promise<AskingApp & { id: string; developer: Customer }> {
    const maker = await world.organisation('Makers');
    const project = await maker.createProject('Own Shop');
    const developer = await maker.person('Dev', [[project, 'developer']]);
    const redirectUri = 'https://app.example/callback';
    const { client } = await shortcuts.registerPortalApp(world.server, maker.organisationId, {
      ...{ client_name: 'Bakery Insights', token_endpoint_auth_method: 'none' },
      ...{ redirect_uris: [redirectUri], scope: 'segments:read' },
    });
    return { id: client.id, clientId: client.clientId, redirectUri, developer };
  }

  async function outsider({ id }: { id: string }): Promise<OutsidePerson> {
    const customer = await world.person();
    const project = await world.project(customer.user, 'owner');
    await shortcuts.nameTester(world.server, id, customer.user);
    return { customer, project };
  }

  const outsiders = async (app: { id: string }, count: number): Promise<OutsidePerson[]> => {
    const people: OutsidePerson[] = [];
    while (people.length < count) people.push(await outsider(app));
    return people;
  };

  async function connect(app: AskingApp, { customer, project }: OutsidePerson) {
    const path = world.authorizePath(app);
    const consent = await world.openConsent(customer.browser, path);
    return decide(customer.browser, consent, { projects: [project.wireId] });
  }

  const rows = async (sql: string, id: string): Promise<number> => {
    const [row] = await world.server.database.query<{ count: number }>(sql, [id]);
    return row?.count ?? -1;
  };
  const connected = ({ id }: { id: string }) =>
    rows(
      `SELECT count(*)::int AS count FROM grants g JOIN grant_projects gp ON gp.grant_id = g.id
       WHERE g.client_id = $1 AND g.revoked_at IS NULL AND gp.revoked_at IS NULL`,
      id,
    );
  const remembered = ({ id }: { id: string }) =>
    rows('SELECT count(*)::int AS count FROM app_outside_projects WHERE client_id = $1', id);

  it('is as many projects at a time as the table says, under fifty decisions at once (D14)', async () => {
    const app = await newApp();
    const people = await outsiders(app, 50);
    const decisions = await Promise.all(
      people.map(async (person) => {
        const path = world.authorizePath(app);
        return { person, consent: await world.openConsent(person.customer.browser, path) };
      }),
    );
    const answers = await Promise.all(
      decisions.map(({ person, consent }) =>
        decide(person.customer.browser, consent, { projects: [person.project.wireId] }),
      ),
    );
    expect(answers).toHaveLength(50);
    expect(await connected(app)).toBe(PROJECTS);
    expect(await remembered(app)).toBe(PROJECTS);
    const refused = answers.filter(({ status }) => status === 403);
    expect(refused).toHaveLength(50 - Number(PROJECTS));
    for (const { html } of refused) {
      expect(html).toContain(`connected to ${String(PROJECTS)} projects at a time`);
      expect(html).toContain('Ask its developer to have it verified');
    }
  });

  it('is as many projects ever, however many have disconnected it, with mails before it ends', async () => {
    const app = await newApp();
    for (let index = 0; index < EVER - 1; index++) {
      const person = await outsider(app);
      const { status } = await connect(app, person);
      expect([index, status]).toEqual([index, 303]);
      await world.server.database.query(
        `UPDATE grants SET revoked_at = now(), revoked_reason = 'disconnected' WHERE client_id = $1 AND revoked_at IS NULL`,
        [app.id],
      );
    }
    await runJobs(world.server);
    const subjects = mails
      .to(app.developer.user.email)
      .map((mail) => /^Subject: (.*)$/m.exec(mail)?.[1]);
    expect(subjects.sort()).toEqual([
      'Bakery Insights has used 15 of 25 projects',
      'Bakery Insights has used 22 of 25 projects',
    ]);
    const last = await outsiders(app, 5);
    const answers = await Promise.all(last.map((person) => connect(app, person)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 403, 403, 403, 403]);
    expect(await remembered(app)).toBe(EVER);
    const refused = answers.find(({ status }) => status === 403);
    expect(refused?.html).toContain(
      `connected to ${String(EVER)} projects in all, and it has been connected to ${String(EVER)}`,
    );
    // One that was connected before still can be.
    const known = last[answers.findIndex(({ status }) => status === 303)] as OutsidePerson;
    expect((await connect(app, known)).status).toBe(303);
  });

  it('is as many people at a time as the table says', async () => {
    const app = await newApp();
    const shared = await world.organisation('Shops');
    const project = await shared.createProject('Shared Shop');
    const answers: number[] = [];
    for (let i = 0; i <= (PEOPLE ?? 0); i++) {
      const customer = await shared.person('Ana', [[project, 'owner']]);
      await customer.signIn();
      await shortcuts.nameTester(world.server, app.id, customer.user);
      answers.push((await connect(app, { customer, project })).status);
    }
    expect(answers.slice(0, PEOPLE)).toEqual(Array.from({ length: PEOPLE ?? 0 }, () => 303));
    expect(answers.at(-1)).toBe(403);
    expect(await connected(app)).toBe(PEOPLE);
  });

  it('does not stop an app that is over a limit at home', async () => {
    const app = await newApp();
    const reached = await outsiders(app, (PROJECTS ?? 0) + 1);
    await shortcuts.reviewApp(world.server, app.id, {
      tier: 'verified',
      approvedScopes: ['segments:read'],
    });
    for (const person of reached) expect((await connect(app, person)).status).toBe(303);
    await lapse(world.server, app.id);
    const home = await world.server.database.query<{ id: string }>(
      `SELECT p.id FROM projects p JOIN clients c ON c.organisation_id = p.organisation_id WHERE c.id = $1`,
      [app.id],
    );
    const project = { wireId: toWireId('prj', home[0]?.id ?? '') };
    await app.developer.signIn();
    const consent = await world.openConsent(app.developer.browser, world.authorizePath(app));
    const answer = await decide(app.developer.browser, consent, { projects: [project.wireId] });
    expect(answer.status).toBe(303);
    const [stranger] = await outsiders(app, 1);
    expect((await connect(app, stranger as OutsidePerson)).status).toBe(403);
  });

  it('does not limit projects of its own organisation, nor counts them', async () => {
    const maker = await world.organisation('Makers');
    const { client } = await shortcuts.registerPortalApp(world.server, maker.organisationId, {
      ...{ client_name: 'Own App', token_endpoint_auth_method: 'none' },
      ...{ redirect_uris: ['https://app.example/callback'], scope: 'segments:read' },
    });
    const app = { clientId: client.clientId, redirectUri: 'https://app.example/callback' };
    for (let i = 0; i <= (PROJECTS ?? 0); i++) {
      const project = await maker.createProject(`Shop ${String(i)}`);
      const customer = await maker.person('Ana', [[project, 'marketer']]);
      await customer.signIn();
      expect((await connect(app, { customer, project })).status).toBe(303);
    }
    expect(await remembered(client)).toBe(0);
  });
});
