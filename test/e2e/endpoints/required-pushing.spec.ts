import { answerOf, decide } from '../../support/consent-page.js';
import { Customer } from '../../support/actors/customer.js';
import { ThirdPartyApp } from '../../support/actors/third-party-app.js';
import { DocumentHost } from '../../support/document-host.js';
import { ManagedRegistration } from '../../support/managed-registration.js';
import { TestApp } from '../../support/test-app.js';
import { type AskingApp, World } from '../../support/world.js';

const CALLBACK = 'https://app.test/callback';
const PUSHING = { redirect_uris: [CALLBACK], require_pushed_authorization_requests: true };

describe('an app that is registered to push its requests (RFC 9126 §6)', () => {
  let host: DocumentHost;
  let server: TestApp;
  let world: World;

  beforeAll(async () => {
    host = await DocumentHost.start();
    world = await World.start(host.variables('app.test'));
    ({ server } = world);
  });
  afterAll(async () => {
    await server.stop();
    await host.stop();
  });

  async function pushed(app: AskingApp, changes: Record<string, string> = {}): Promise<string> {
    const form = world.authorizePath(app, changes).split('?')[1] ?? '';
    const { body } = await server.http.post('/oauth/par').type('form').send(form).expect(201);
    const { request_uri } = body as { request_uri: string };
    return `/oauth/authorize?${new URLSearchParams({ client_id: app.clientId, request_uri }).toString()}`;
  }

  it('gets no plain request through, signed in before or only then, and its pushed ones (PAR-05)', async () => {
    const app = await world.registerApp(PUSHING);
    const { user, browser } = await world.person();
    const plain = await browser.get(world.authorizePath(app));
    expect([plain.status, plain.headers.get('location')]).toEqual([400, null]);
    expect(plain.html).toContain('pushed authorization request endpoint');
    const project = await world.project(user, 'owner');
    const consent = await world.openConsent(browser, await pushed(app));
    const answer = answerOf(await decide(browser, consent, { projects: [project.wireId] }));
    expect(answer.code).toMatch(/^isoc_/);

    const late = await Customer.join(server);
    const { status, html } = await late.open(world.authorizePath(app));
    expect([status, html]).toEqual([400, expect.stringContaining('pushed authorization request')]);
  });

  it('learns it as invalid_request where it is let in, also from a form (PAR-05)', async () => {
    const app = await world.registerApp(PUSHING);
    const { user, browser } = await world.person();
    const project = await world.project(user, 'owner');
    await decide(browser, await world.openConsent(browser, await pushed(app)), {
      projects: [project.wireId],
    });
    const answer = answerOf(await browser.get(world.authorizePath(app)));
    expect(answer).toMatchObject({ error: 'invalid_request', state: 'st-1', iss: server.origin });
    const [, query = ''] = world.authorizePath(app).split('?');
    const kept = await server.http.post('/oauth/authorize').type('form').send(query).expect(303);
    const page = await browser.get(String(kept.headers.location));
    expect(answerOf(page).error).toBe('invalid_request');
  });

  it('is one that says so in its document, too (PAR-05)', async () => {
    const clientId = 'https://app.test/pushing.json';
    host.publish(clientId, { client_id: clientId, client_name: 'Pushing', ...PUSHING });
    const app = { clientId, redirectUri: CALLBACK };
    const customer = await Customer.join(server);
    const path = ThirdPartyApp.existing(server, app).authorizePath('segments:read');
    expect((await customer.open(path)).html).toContain('pushed authorization request endpoint');
    expect((await customer.open(await pushed(app))).html).toContain('Connect Pushing');
  });

  it('says so in every answer about it, until it registers otherwise (DCR-03, DCM-05)', async () => {
    const registration = await ManagedRegistration.create(server, PUSHING);
    const said = { require_pushed_authorization_requests: true };
    expect(await registration.read()).toMatchObject(said);
    expect(await registration.replace(PUSHING)).toMatchObject(said);
    expect(await registration.replace({ redirect_uris: [CALLBACK] })).toMatchObject({
      require_pushed_authorization_requests: false,
    });
    const app = { clientId: registration.clientId, redirectUri: CALLBACK };
    const { browser } = await world.person();
    await world.openConsent(browser, world.authorizePath(app));
    const wrong = { ...PUSHING, require_pushed_authorization_requests: 'yes' };
    const { body } = await server.http.post('/oauth/register').send(wrong).expect(400);
    expect((body as { error: string }).error).toBe('invalid_client_metadata');
  });
});
