import type { BrowserPage } from '../../support/browser.js';
import { answerOf, confirmationOn } from '../../support/consent-page.js';
import * as shortcuts from '../../support/shortcuts.js';
import { type AskingApp, World } from '../../support/world.js';

const FIELD = 'name="confirmed_host"';

/** A name can be claimed, the redirect target cannot: who lets an unreviewed app change something types it. */
describe('an unreviewed app that may change something (policies §4)', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world.stop());

  const open = async (app: AskingApp, scope: string, more: Record<string, string> = {}) => {
    const { user, browser } = await world.person();
    const { wireId } = await world.project(user, 'owner');
    const path = world.authorizePath(app, { scope, ...more });
    const { page, action } = await world.openConsent(browser, path);
    const decide = (scopes: readonly string[], host?: string): Promise<BrowserPage> => {
      const csrf = /name="csrf_token" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
      return browser.post(action, [
        ['csrf_token', csrf],
        ['decision', 'allow'],
        ['project', wireId],
        ...scopes.map((one): [string, string] => ['scope', one]),
        ...(host === undefined ? [] : [['confirmed_host', host] as [string, string]]),
      ]);
    };
    const grants = () =>
      world.server.database.query('SELECT FROM grants WHERE user_id = $1', [user.id]);
    return { page, decide, grants };
  };
  const BOTH = ['segments:read', 'segments:write'];

  it.each([
    ['https://app.example:8443/cb', 'app.example'],
    ['http://127.0.0.1:4000/cb', '127.0.0.1'],
    ['cursor://anysphere.cursor-mcp/cb', 'cursor'],
  ])('asks for the host of %s', async (redirectUri, host) => {
    const app = await world.registerApp({ redirect_uris: [redirectUri] });
    const { page } = await open(app, BOTH.join(' '));
    expect(confirmationOn(page.html)).toEqual([['confirmed_host', host]]);
    expect(page.html).toContain('Needed for: Change segments.');
  });

  it('is not connected without it, or with another host, and the form keeps its ticks', async () => {
    const { decide, grants } = await open(await world.registerApp(), BOTH.join(' '));
    for (const host of [undefined, '', 'brightline.example', 'app.example.evil.example']) {
      const refused = await decide(BOTH, host);
      expect(refused.status).toBe(400);
      expect(refused.html).toContain('Type app.example here, or untick Change segments.');
      expect(refused.html).toMatch(/value="segments:write"[^>]*checked/);
      expect(await grants()).toEqual([]);
    }
  });

  it('is connected with it, in any case and with spaces around; the receipt says so', async () => {
    const { decide } = await open(await world.registerApp(), BOTH.join(' '));
    expect(answerOf(await decide(BOTH, ' App.Example ')).code).toMatch(/^isoc_/);
    const [receipt] = await world.server.database.query<{ shown: { host_confirmed: boolean } }>(
      'SELECT shown FROM consent_receipts ORDER BY id DESC LIMIT 1',
    );
    expect(receipt?.shown.host_confirmed).toBe(true);
  });

  it('is connected without it to read only', async () => {
    const { decide } = await open(await world.registerApp(), BOTH.join(' '));
    expect(answerOf(await decide(['segments:read'])).code).toMatch(/^isoc_/);
  });

  it('does not ask where only reading is asked for', async () => {
    const { page } = await open(await world.registerApp(), 'segments:read audience:list');
    expect(page.html).not.toContain(FIELD);
  });

  it('asks before the tools that change something, also for an app under development', async () => {
    const resource = `${world.server.origin}/mcp`;
    const { organisationId } = await world.organisation('Brightline');
    const app = await portalApp(organisationId, 'mcp mcp:read segments:write');
    const own = await ownedBy(organisationId);
    const atMcp = await own(world.authorizePath(app, { scope: 'mcp mcp:read', resource }));
    expect(confirmationOn(atMcp.html)).toHaveLength(1);
    const atApi = await own(world.authorizePath(app, { scope: 'segments:write' }));
    expect(atApi.html).not.toContain(FIELD);
    expect(atApi.html).toContain('<bdi>Brightline</bdi> is still making this app.');
  });

  it('does not ask for a verified app', async () => {
    const { page } = await open(await world.verifiedApp(BOTH), BOTH.join(' '));
    expect(page.html).not.toContain(FIELD);
  });

  async function portalApp(organisationId: string, scope: string): Promise<AskingApp> {
    const redirectUri = 'https://app.example/callback';
    const { client } = await shortcuts.registerPortalApp(world.server, organisationId, {
      client_name: 'Brightline Beta',
      token_endpoint_auth_method: 'none',
      redirect_uris: [redirectUri],
      scope,
    });
    return { clientId: client.clientId, redirectUri };
  }

  /** Opens consent pages as an owner of a project of the organisation. */
  async function ownedBy(organisationId: string) {
    const { user, browser } = await world.person();
    const project = { organisationId, name: 'Home', plan: 'pro', appPolicy: 'open' } as const;
    const { id } = await shortcuts.createProject(world.server, project);
    await shortcuts.addMember(world.server, id, user.id, 'owner');
    return async (path: string): Promise<BrowserPage> =>
      (await world.openConsent(browser, path)).page;
  }
});
