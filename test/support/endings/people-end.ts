import { CloseEndedGrantsJob } from '../../../src/modules/grants/internal/close-ended-grants.job.js';
import { FailedSignIns } from '../../../src/modules/accounts/internal/failed-sign-ins.js';
import { ApiTokenEndings } from '../../../src/modules/api-tokens/api-token-endings.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { Customer } from '../actors/customer.js';
import { Organisation, type TestProject } from '../actors/organisation.js';
import { ThirdPartyApp } from '../actors/third-party-app.js';
import { ApiCaller } from '../api-caller.js';
import { makeSource } from '../source-token.js';
import { Browser } from '../browser.js';
import { decide } from '../consent-page.js';
import type { SentMails } from '../sent-mails.js';
import { PASSWORD } from '../people.js';
import type { TestApp } from '../test-app.js';
import { TestToken } from '../test-token.js';
import { World } from '../world.js';

const SCOPES = 'project:read segments:read';
const WANTED = 'quite another thing';

/** Every action that ends something of people and the apps they authorized. */
export async function endAllOfPeople(server: TestApp, mails: SentMails): Promise<void> {
  const admin = await Organisation.of(server);
  const [bakery, cafe] = [await admin.createProject('Bakery'), await admin.createProject('Café')];
  const ana = await Customer.join(server);
  for (const project of [bakery, cafe]) await admin.addMember(project, ana.user, 'owner');
  await endGrants(server, ana, [bakery, cafe]);
  await endTokens(server, ana, [bakery, cafe]);
  await endApiToken(server);
  await endDataSourceToken(server);
  await decidePushedRequest(server);
  await endSessionsAndPasswords(server, ana, mails);
}

async function endGrants(server: TestApp, ana: Customer, projects: TestProject[]): Promise<void> {
  const app = await ThirdPartyApp.register(server);
  const connect = (...chosen: TestProject[]) =>
    app.connect(SCOPES, { customer: ana, projects: chosen });
  await connect(...projects);
  await app.askFor(SCOPES, { customer: ana, decision: 'deny' });
  await connect(...projects.slice(1));
  await server.database.query(`UPDATE grants SET expires_at = now() - interval '1 second'`);
  await server.app.get(CloseEndedGrantsJob, { strict: false }).run();
  await connect(...projects);
  await ana.disconnect();
}

async function endTokens(server: TestApp, ana: Customer, projects: TestProject[]): Promise<void> {
  const app = await ThirdPartyApp.register(server);
  const ask = () => app.askFor(SCOPES, { customer: ana, projects });
  const code = await ask();
  const { body } = await app.redeem(code);
  await app.redeem(code);
  await app.revoke(String(body.access_token));
  const tokens = await app.connect(SCOPES, { customer: ana, projects });
  const { body: next } = await app.refresh(tokens);
  await app.revoke(String(next.refresh_token));
  const guessed = { ...(await ask()), verifier: 'a-guess-'.repeat(8) };
  for (let i = 0; i < 5; i++) await app.redeem(guessed);
}

async function endDataSourceToken(server: TestApp): Promise<void> {
  const caller = await ApiCaller.connect(server);
  const { token } = await makeSource(caller);
  await server.http.post('/oauth/leaked').type('form').send({ token }).expect(200);
}

async function endApiToken(server: TestApp): Promise<void> {
  const { person, token } = await TestToken.make(server);
  const endings = server.app.get(ApiTokenEndings, { strict: false });
  await server.app.get(Database).transaction((tx) => endings.revoke(tx, token.id, person.id));
}

async function decidePushedRequest(server: TestApp): Promise<void> {
  const world = new World(server);
  const app = await world.registerApp();
  const { user, browser } = await world.person('Bea');
  const project = await world.project(user, 'owner');
  const [, form = ''] = world.authorizePath(app).split('?');
  const { body } = await server.http.post('/oauth/par').type('form').send(form).expect(201);
  const { request_uri } = body as { request_uri: string };
  const path = `/oauth/authorize?${new URLSearchParams({ client_id: app.clientId, request_uri }).toString()}`;
  await decide(browser, await world.openConsent(browser, path), { projects: [project.wireId] });
}

async function endSessionsAndPasswords(
  server: TestApp,
  { user: { email } }: Customer,
  mails: SentMails,
): Promise<void> {
  const [browser, other] = [new Browser(server.origin), new Browser(server.origin)];
  await other.signIn(email, 'wrong');
  await server.database.query(`UPDATE failed_sign_ins SET minute = minute - interval '1 minute'`);
  await server.app.get(FailedSignIns, { strict: false }).run();
  await other.signIn(email, PASSWORD);
  await browser.signIn(email, PASSWORD);
  await askForLink(server, email);
  await mails.resetPath(email);
  const account = await browser.get('/dashboard/account');
  const fields = { current: PASSWORD, password: WANTED };
  await browser.submit(account, '/dashboard/account/password', fields);
  await browser.submit(await browser.get('/dashboard/connected-apps'), '/logout');
  await askForLink(server, email);
  const link = await other.get(await mails.resetPath(email, 2));
  const page = await other.get(link.headers.get('location') ?? '');
  await other.submit(page, '/password/reset/new', { password: PASSWORD });
}

async function askForLink(server: TestApp, email: string): Promise<void> {
  const browser = new Browser(server.origin);
  await browser.submit(await browser.get('/password/forgotten'), '/password/forgotten', { email });
}
