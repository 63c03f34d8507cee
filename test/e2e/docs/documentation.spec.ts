import { DocsApp } from '../../../src/product-api/docs/docs-app.service.js';
import { docsClientId } from '../../../src/product-api/docs/docs-client.js';
import { readGuide } from '../../../src/product-api/docs/guide.js';
import { World } from '../../support/world.js';

describe('the documentation', () => {
  let world: World;

  beforeAll(async () => (world = await World.start()));
  afterAll(() => world.stop());

  const app = (): DocsApp => world.server.app.get(DocsApp, { strict: false });

  it('is an app that is there from the start, once for all servers of an issuer', async () => {
    const other = await world.server.startReplica();
    await Promise.all([
      app().prepare(),
      other.app.get(DocsApp, { strict: false }).prepare(),
      app().prepare(),
    ]);
    await other.stop();
    const path = world.authorizePath({
      clientId: docsClientId(world.server.origin),
      redirectUri: `${world.server.origin}/docs/oauth2-redirect.html`,
    });
    const { customer } = await world.owner();
    const { html } = await customer.open(path);
    expect(html).toContain('Connect API documentation');
    const rows = await world.server.database.query(
      `SELECT FROM clients WHERE name = 'API documentation'`,
    );
    expect(rows).toHaveLength(1);
  });

  it('is another app under another issuer, whose address its answer goes to', () => {
    expect(docsClientId('https://a.example')).not.toBe(docsClientId('https://b.example'));
  });

  it('has the guide, whole and by section, without the names of its tests', async () => {
    const { text } = await world.server.http.get('/docs/guide').expect(200);
    const { sections } = await readGuide();
    expect(sections.length).toBeGreaterThan(10);
    for (const { slug } of sections) expect(text).toContain(`id="${slug}"`);
    expect(text).not.toContain('&lt;!--');
    const { text: one } = await world.server.http.get('/docs/guide/calling-the-api').expect(200);
    expect(one).toContain('insufficient_scope');
    expect(one.replace('href="#main"', '')).not.toContain('href="#');
    await world.server.http.get('/docs/guide/nothing').expect(404);
  });

  it('leads to nothing that is not there', async () => {
    const { text } = await world.server.http.get('/docs/guide').expect(200);
    const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, href]) => String(href));
    for (const href of new Set(links)) {
      if (href.startsWith('#')) expect(text).toContain(`id="${href.slice(1)}"`);
      else if (href.startsWith('/')) await world.server.http.get(href).expect(200);
    }
  });
});
