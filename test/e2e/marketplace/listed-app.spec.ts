import { Browser } from '../../support/browser.js';
import { listApp, type ListingOptions } from '../../support/listed-app.js';
import { TestApp } from '../../support/test-app.js';

const RLO = '\u202E';

describe('the page of a listed app', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  const list = async (options: ListingOptions = {}) => {
    const { slug } = await listApp(server, options);
    return `/apps/${slug}`;
  };
  const textOf = async (path: string, headers: Record<string, string> = {}) =>
    (await server.http.get(path).set(headers).expect(200)).text;
  const dataOf = (html: string): Record<string, unknown> =>
    JSON.parse(
      /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? '',
    ) as Record<string, unknown>;

  it('says what the app does, who makes it, what it asks for and why', async () => {
    const html = await textOf(await list());
    for (const said of [
      ...['<bdi>Baker</bdi>', '<bdi>Corner Bakery</bdi>', '<bdi>baker.example</bdi>'],
      ...['<bdi>First paragraph.</bdi>', '<li dir="auto"><bdi>one</bdi></li>'],
      'See your project’s name, settings and list of fields',
      '<bdi>To bake for each group</bdi>',
      ...['<bdi>help@baker.example</bdi>', 'Shops and orders', 'English, Español'],
    ]) {
      expect(html).toContain(said);
    }
  });

  it('is shown in the language of the reader, and in others by links', async () => {
    const path = await list();
    expect(await textOf(path, { 'Accept-Language': 'es' })).toContain('Primer párrafo.');
    expect(await textOf(path, { 'Accept-Language': 'de' })).toContain('First paragraph.');
    const html = await textOf(`${path}?lang=es`);
    expect(html).toContain('Primer párrafo.');
    expect(html).toContain(
      `<link rel="alternate" hreflang="en" href="${server.origin}${path}?lang=en"/>`,
    );
    expect(html).toContain(`<link rel="canonical" href="${server.origin}${path}"/>`);
  });

  it('has structured data and what other sites show of a link', async () => {
    const path = await list();
    const html = await textOf(path);
    expect(dataOf(html)).toMatchObject({
      ...{ '@type': 'SoftwareApplication', name: 'Baker', description: 'Bakes bread' },
      ...{ url: `${server.origin}${path}`, author: { name: 'Corner Bakery' } },
    });
    expect(html).toContain('<meta property="og:title" content="Baker"/>');
  });

  it('shows the logo that this server keeps, and never one of another server (A15)', async () => {
    const { id, slug } = await listApp(server);
    const setLogo = (uri: string) =>
      server.database.query('UPDATE clients SET logo_uri = $2 WHERE id = $1', [id, uri]);
    await setLogo('https://evil.example/logo.png');
    expect(await textOf(`/apps/${slug}`)).not.toContain('evil.example');
    const own = '/assets/logos/019f0000-0000-7000-8000-000000000000.png';
    await setLogo(own);
    const html = await textOf(`/apps/${slug}`);
    expect(html).toContain(`<img class="avatar" src="${own}"`);
    expect(dataOf(html).image).toBe(`${server.origin}${own}`);
  });

  it('runs nothing of a hostile text, and links to nothing in it (C9)', async () => {
    const attack = `</script><script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) ${RLO}evil`;
    const texts = { en: { summary: attack, description: `${attack}\n\n- ${attack}` } };
    const html = await textOf(await list({ texts, scopeReasons: { 'segments:read': attack } }));
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('<img');
    expect(html).not.toMatch(/href="javascript:/);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(dataOf(html).description).toBe(attack);
    // Every override is in an element that isolates it.
    const outside = html
      .replaceAll(/<bdi>[^<]*<\/bdi>/g, '')
      .replaceAll(/<script.*?<\/script>/gs, '')
      .replaceAll(/<(?:"[^"]*"|[^">])*>/g, '');
    expect(outside).not.toContain(RLO);
  });

  it.each(['nobody', 'UPPER', 'a', '..%2f', '%00', 'x'.repeat(60)])(
    'is not there for %j',
    async (slug) => {
      const { status } = await server.http.get(`/apps/${slug}`);
      expect(status).toBe(404);
    },
  );

  it('connects at the address that the app registered, which hears who asks (OIDC-11)', async () => {
    const initiateLoginUri = 'https://login.baker.example/start?x=1';
    const { slug } = await listApp(server, { initiateLoginUri });
    const { headers } = await server.http.get(`/connect/${slug}`).expect(303);
    const iss = encodeURIComponent(server.origin);
    expect(headers.location).toBe(`https://login.baker.example/start?x=1&iss=${iss}`);
    expect(headers['cache-control']).toBe('no-store');
  });

  it.each([
    ['of another host', 'https://evil.example/start', 'baker.example'],
    ['of a host that ends alike', 'https://notbaker.example/start', 'baker.example'],
    ['without TLS', 'http://baker.example/start', 'baker.example'],
    ['that runs', 'javascript:alert(1)//baker.example', 'baker.example'],
    ['with a user', 'https://baker.example@evil.example/', 'baker.example'],
    ['of no verified domain', 'https://baker.example/start', null],
    ['that is none', 'nonsense', 'baker.example'],
  ])('leads nowhere to an address %s (OIDC-11)', async (_, initiateLoginUri, domain) => {
    const { slug } = await listApp(server, { initiateLoginUri, domain });
    const { status, text } = await server.http.get(
      `/connect/${slug}?target_link_uri=https://evil.example&iss=x`,
    );
    expect(status).toBe(200);
    expect(text).toContain('Start at the app');
    expect(text).not.toContain('evil.example');
  });

  it('does not connect an app that is only verified, or unknown', async () => {
    const { slug } = await listApp(server, { tier: 'verified' });
    await server.http.get(`/connect/${slug}`).expect(404);
    await server.http.get('/connect/nobody').expect(404);
  });

  it('is in the sitemap, which robots.txt names', async () => {
    const path = await list();
    const robots = await server.http.get('/robots.txt').expect(200);
    expect(robots.text).toContain(`Sitemap: ${server.origin}/sitemap.xml`);
    const index = await server.http.get('/sitemap.xml').expect(200);
    expect(index.text).toContain(`<loc>${server.origin}/sitemaps/1.xml</loc>`);
    const sitemap = await server.http.get('/sitemaps/1.xml').expect(200);
    expect(sitemap.headers['content-type']).toBe('application/xml; charset=utf-8');
    expect(sitemap.text).toContain(`<loc>${server.origin}${path}</loc>`);
    await server.http.get('/sitemaps/2.xml').expect(404);
    await server.http.get('/sitemaps/0.xml').expect(404);
  });

  it('shows the same to people who are signed in', async () => {
    const path = await list();
    const anonymous = await new Browser(server.origin).get(path);
    expect(anonymous.html).not.toContain('Sign out');
  });
});
