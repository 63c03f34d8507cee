import { AppProfiles } from '../../../src/modules/app-profiles/app-profiles.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { fromWireId } from '../../../src/kernel/ids.js';
import * as shortcuts from '../../support/shortcuts.js';
import { type AskingApp, World } from '../../support/world.js';

/** What an app of the portal says about each scope stands beside our sentence, as its own words. */
describe('the reasons of an app for its scopes', () => {
  let world: World;
  let app: AskingApp;

  beforeAll(async () => {
    world = await World.start();
    const { organisationId } = await world.organisation('Brightline');
    const redirectUri = 'https://app.example/callback';
    const scopes = ['segments:read', 'audience:list'];
    const { client } = await shortcuts.registerPortalApp(world.server, organisationId, {
      client_name: 'Brightline',
      token_endpoint_auth_method: 'none',
      redirect_uris: [redirectUri],
      scope: scopes.join(' '),
    });
    const review = { tier: 'verified', approvedScopes: scopes };
    await shortcuts.reviewApp(world.server, client.id, review, 'brightline.example');
    const reasons = {
      'audience:list': 'To <b>match</b> your customers',
      'segments:write': 'Unasked',
    };
    const profiles = world.server.app.get(AppProfiles, { strict: false });
    await world.server.app
      .get(Database)
      .transaction((tx) =>
        profiles.change(tx, client.id, { scopeReasons: reasons }, { kind: 'system' }),
      );
    app = { clientId: client.clientId, redirectUri };
  });
  afterAll(() => world.stop());

  /** As the decision of a review would. */
  async function list(asking: AskingApp): Promise<void> {
    const { app: nest } = world.server;
    const id = fromWireId('app', asking.clientId) ?? '';
    const scopes = ['segments:read', 'audience:list'];
    await shortcuts.reviewApp(world.server, id, { tier: 'listed', approvedScopes: scopes }, null);
    const texts = { en: { summary: 'Insights', description: 'What your customers like.' } };
    const languages = ['en'];
    const listing = { slug: 'brightline', categories: ['analytics'], languages, texts };
    const profiles = nest.get(AppProfiles, { strict: false });
    await nest
      .get(Database)
      .transaction((tx) => profiles.change(tx, id, { listing }, { kind: 'system' }));
  }

  const open = async (asking: AskingApp): Promise<string> => {
    const { user, browser } = await world.person();
    await world.project(user, 'owner');
    const path = world.authorizePath(asking, { scope: 'segments:read audience:list' });
    return (await world.openConsent(browser, path)).page.html;
  };

  it('are quoted under the scope, escaped and isolated (C1, D16)', async () => {
    const html = await open(app);
    expect(html).toContain('The app says: “<bdi>To &lt;b>match&lt;/b> your customers</bdi>”');
    expect(html.match(/The app says/g)).toHaveLength(1);
  });

  it('stand beside a link to the page of the app, once it is listed', async () => {
    expect(await open(app)).not.toContain('/apps/brightline');
    await list(app);
    const html = await open(app);
    expect(html).toContain('Listed');
    expect(html).toMatch(/About the app[^]*href="\/apps\/brightline"/);
  });

  it('are not there for an app that registered itself', async () => {
    expect(await open(await world.registerApp())).not.toContain('The app says');
  });
});
