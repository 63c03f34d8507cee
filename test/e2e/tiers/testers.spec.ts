import { toWireId } from '../../../src/kernel/ids.js';
import { TIER_POLICIES } from '../../../src/modules/verification/tier-policy.js';
import type { Customer } from '../../support/actors/customer.js';
import type { TestProject } from '../../support/actors/organisation.js';
import { ThirdPartyApp } from '../../support/actors/third-party-app.js';
import { decide } from '../../support/consent-page.js';
import { runJobs } from '../../support/run-jobs.js';
import { SentMails } from '../../support/sent-mails.js';
import * as shortcuts from '../../support/shortcuts.js';
import { World, type AskingApp } from '../../support/world.js';

const TESTING = '/dashboard/testing';
const MOST = TIER_POLICIES.development.reach?.testers ?? 0;

describe('testers of an app under development', () => {
  const mails = new SentMails();
  let world: World;
  let developer: Customer;
  let app: AskingApp & { id: string };
  let ana: Customer;
  let project: TestProject;
  let path: string;

  beforeAll(async () => {
    world = await World.start({ DATA_DIRECTORY: mails.directory });
  });
  afterAll(async () => {
    await world.stop();
    mails.burn();
  });
  beforeEach(async () => {
    const maker = await world.organisation('Makers');
    const own = await maker.createProject('Own Shop');
    developer = await maker.person('Dev', [[own, 'developer']]);
    await developer.signIn();
    const redirectUri = 'https://app.example/callback';
    const { client } = await shortcuts.registerPortalApp(world.server, maker.organisationId, {
      ...{ client_name: 'Bakery Insights', token_endpoint_auth_method: 'none' },
      ...{ redirect_uris: [redirectUri], scope: 'segments:read' },
    });
    app = { id: client.id, clientId: client.clientId, redirectUri };
    path = `/developers/apps/${app.clientId}/testers`;
    ana = await world.person();
    await shortcuts.verifyEmail(world.server, ana.user.id);
    project = await world.project(ana.user, 'owner');
  });

  const invite = async (email: string) =>
    developer.browser.submit(await developer.open(path), path, { email });
  /** The path of the form of the person's only app there. */
  const formOf = async (person: Customer): Promise<string> =>
    /action="(\/dashboard\/testing\/tst_\w+)"/.exec((await person.open(TESTING)).html)?.[1] ?? '';
  const answer = async (person: Customer, decision: string, form?: string) => {
    const action = form ?? (await formOf(person));
    const page = await person.open(TESTING);
    return person.browser.post(action, { decision, csrf_token: csrfOf(page.html) });
  };
  const csrfOf = (html: string): string =>
    /name="csrf_token" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const openConsent = () => world.openConsent(ana.browser, world.authorizePath(app));
  const connect = async () =>
    decide(ana.browser, await openConsent(), { projects: [project.wireId] });
  const testerId = async (): Promise<string> => {
    const [row] = await world.server.database.query<{ id: string }>(
      `SELECT id FROM app_testers WHERE client_id = $1 AND state <> 'removed'`,
      [app.id],
    );
    return toWireId('tst', row?.id ?? '');
  };
  const removeTester = async () => {
    const question = `${path}/${await testerId()}/remove`;
    return developer.browser.submit(await developer.open(question), question);
  };

  it('are invited by mail, accept, and only then connect it to their projects', async () => {
    const before = await openConsent();
    expect(before.page.html).toContain('Outside its own organisation only its testers can connect');
    // A box that was disabled is refused, not ignored (D11).
    const forced = await decide(ana.browser, before, { projects: [project.wireId] });
    expect(forced.status).toBe(400);

    expect((await invite(ana.user.email)).headers.get('location')).toBe(`${path}?done=1`);
    await runJobs(world.server);
    const mail = await mails.newest(ana.user.email, 'test Bakery Insights');
    expect(mail).toContain(TESTING);
    // Invited is not accepted.
    expect((await connect()).status).toBe(400);

    const { html } = await ana.open(TESTING);
    expect(html).toContain('Bakery Insights');
    expect((await answer(ana, 'accept')).status).toBe(303);
    expect((await connect()).status).toBe(303);
    expect((await developer.open(path)).html).toMatch(/Projects at a time.*?1 of 5/s);
  });

  it('accept only with the address that was invited, once it is verified', async () => {
    await invite(ana.user.email);
    const form = await formOf(ana);
    const other = await world.person('Eve');
    await shortcuts.verifyEmail(world.server, other.user.id);
    expect((await answer(other, 'accept', form)).status).toBe(404);
    await world.server.database.query('UPDATE users SET email_verified_at = NULL WHERE id = $1', [
      ana.user.id,
    ]);
    expect((await ana.open(TESTING)).html).toContain('not verified yet');
    expect((await answer(ana, 'accept')).status).toBe(404);
    await shortcuts.verifyEmail(world.server, ana.user.id);
    expect((await answer(ana, 'accept')).status).toBe(303);
  });

  it.each(['removed by a developer', 'who stop testing'])(
    'lose the access of the app to their projects at once: %s',
    async (how) => {
      await invite(ana.user.email);
      await answer(ana, 'accept');
      const asked = ThirdPartyApp.existing(world.server, app);
      const tokens = await asked.connect('segments:read', { customer: ana, projects: [project] });
      const segments = `/v1/project/${project.wireId}/segment`;
      expect((await asked.call(tokens, 'GET', segments)).status).toBe(200);
      const ended = how.startsWith('removed') ? await removeTester() : await answer(ana, 'leave');
      expect(ended.status).toBe(303);
      expect((await asked.call(tokens, 'GET', segments)).status).toBe(401);
      expect((await asked.refresh(tokens)).body.error).toBe('invalid_grant');
      expect((await connect()).status).toBe(400);
      const [event] = await world.server.database.query<{ reason: string }>(
        `SELECT reason FROM audit_events WHERE type = 'grant.project_revoked' AND project_id = $1`,
        [project.id],
      );
      expect(event?.reason).toBe('tester_removed');
    },
  );

  it('who are removed while they decide leave no access behind', async () => {
    for (let round = 0; round < 8; round++) {
      await shortcuts.nameTester(world.server, app.id, ana.user);
      const consent = await openConsent();
      const question = `${path}/${await testerId()}/remove`;
      const page = await developer.open(question);
      await Promise.all([
        decide(ana.browser, consent, { projects: [project.wireId] }),
        developer.browser.submit(page, question),
      ]);
      const left = await world.server.database.query(
        'SELECT id FROM grants WHERE client_id = $1 AND revoked_at IS NULL',
        [app.id],
      );
      expect([round, left]).toEqual([round, []]);
    }
  });

  it('are as many as the table says, and the page says what to do', async () => {
    for (let i = 0; i < MOST; i++) {
      expect((await invite(`tester${String(i)}@example.test`)).status).toBe(303);
    }
    const full = await invite('one.more@example.test');
    expect(full.status).toBe(400);
    expect(full.html).toContain(`The app has ${String(MOST)} testers, which is all it may have`);
    expect(full.html).toContain(`${String(MOST)} of ${String(MOST)}`);
    const twice = await invite('tester0@example.test');
    expect([twice.status, twice.html]).toEqual([400, expect.stringContaining('invited already')]);
    expect((await invite('nobody')).status).toBe(400);
  });

  it('are named only by those who develop the app', async () => {
    await invite(ana.user.email);
    const question = `${path}/${await testerId()}/remove`;
    for (const place of [path, question]) expect((await ana.open(place)).status).toBe(404);
    const page = await ana.open(TESTING);
    const csrf_token = csrfOf(page.html);
    expect((await ana.browser.post(path, { email: 'eve@example.test', csrf_token })).status).toBe(
      404,
    );
    expect((await ana.browser.post(question, { csrf_token })).status).toBe(404);
  });

  it('are not needed by an app that registered itself', async () => {
    const asked = await ThirdPartyApp.register(world.server);
    const tokens = await asked.connect('segments:read', { customer: ana, projects: [project] });
    expect(tokens.scope).toBe('segments:read');
  });
});
