import { ScopeSet } from '../../../src/kernel/scope-set.js';
import { fromWireId } from '../../../src/kernel/ids.js';
import { AppVerifications } from '../../../src/modules/verification/app-verifications.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

const PAGES = {
  client_uri: 'https://app.example/about',
  tos_uri: 'https://app.example/terms?a=1&b="2"',
  policy_uri: 'https://app.example/privacy',
};

describe('the pages that an app names of itself (RFC 7591 §2)', () => {
  let server: TestApp;
  let world: World;
  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
  });
  afterAll(() => server.stop());

  async function pageOf(app: { clientId: string; redirectUri: string }): Promise<string> {
    const { browser } = await world.person();
    return (await world.openConsent(browser, world.authorizePath(app))).page.html;
  }

  const verify = (clientId: string) => {
    const decided = {
      tier: 'verified',
      approvedScopes: new ScopeSet(['segments:read']),
      verifiedDomain: null,
    } as const;
    const verifications = server.app.get(AppVerifications, { strict: false });
    const id = fromWireId('app', clientId) ?? '';
    return server.app.get(Database).transaction((tx) => verifications.decide(tx, id, decided));
  };

  it('are text on the consent page of an app that nobody has reviewed (DCR-16, C1)', async () => {
    const html = await pageOf(await world.registerApp(PAGES));
    for (const label of ['Website', 'Terms', 'Privacy policy']) expect(html).toContain(label);
    expect(html).toContain('https://app.example/privacy');
    expect(html).toContain('https://app.example/terms?a=1&amp;b=');
    expect(html).not.toMatch(/href="https:\/\/app\.example/);
  });

  it('are links on that of a verified one, which neither follow the browser nor say where it was (DCR-16)', async () => {
    const app = await world.registerApp({ ...PAGES, client_name: 'Reviewed' });
    await verify(app.clientId);
    const html = await pageOf(app);
    expect(html).toContain(
      '<a href="https://app.example/privacy" target="_blank" rel="noopener noreferrer nofollow">https://app.example/privacy</a>',
    );
    expect(html.match(/<a href="https:\/\/app\.example/g)).toHaveLength(3);
    expect(html).not.toContain('b="2"');
  });

  it('are not mentioned where there are none', async () => {
    const html = await pageOf(await world.registerApp());
    for (const label of ['Website', 'Terms', 'Privacy policy']) expect(html).not.toContain(label);
  });
});
