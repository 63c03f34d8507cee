import { VerificationConfirmations } from '../../../src/modules/verification/verification-confirmations.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { lapse } from '../../support/lapse.js';
import { listApp } from '../../support/listed-app.js';
import { TestApp } from '../../support/test-app.js';

describe('the marketplace', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await TestApp.start();
    await listApp(server, { name: 'Baker', slug: 'baker' });
    await listApp(server, {
      ...{ name: 'Zebra Forms', slug: 'zebra', categories: ['forms', 'data'] },
      texts: { en: { summary: 'Asks questions', description: 'A questionnaire for ponies.' } },
    });
    await listApp(server, { name: 'Verified only', slug: 'verified-only', tier: 'verified' });
  });
  afterAll(() => server.stop());

  const get = (path: string, headers: Record<string, string> = {}) =>
    server.http.get(path).set(headers);
  const slugsAt = async (path: string): Promise<string[]> =>
    [...(await get(path).expect(200)).text.matchAll(/href="\/apps\/([a-z0-9-]+)"/g)].map(
      ([, slug]) => String(slug),
    );

  it('lists listed apps only, without a sign-in', async () => {
    const { text, headers } = await get('/apps').expect(200);
    expect(await slugsAt('/apps')).toEqual(['baker', 'zebra']);
    expect(text).toContain('Bakes bread');
    expect(headers['set-cookie']).toBeUndefined();
  });

  it.each([
    ['bak', ['baker']],
    ['PONIES', ['zebra']],
    ['zebra asks', []],
    ['asks question', ['zebra']],
    ['hornea', ['baker']],
    ['unicorn', []],
    ["'); DROP TABLE clients; --", []],
    ['!!! &|', []],
    ['a:* | b', []],
  ])('finds by words: %s', async (words, slugs) => {
    expect(await slugsAt(`/apps?q=${encodeURIComponent(words)}`)).toEqual(slugs);
  });

  it('finds by category, and ignores one that does not exist', async () => {
    expect(await slugsAt('/apps?category=forms')).toEqual(['zebra']);
    expect(await slugsAt('/apps?category=forms&q=bread')).toEqual([]);
    expect(await slugsAt('/apps?category=nonsense')).toEqual(['baker', 'zebra']);
  });

  it('says so if nothing is found', async () => {
    expect((await get('/apps?q=unicorn')).text).toContain('No app found');
  });

  it('shows texts in the language of the reader, else in English', async () => {
    const inSpanish = await get('/apps', { 'Accept-Language': 'ca;q=0.1, es-MX, en;q=0.5' });
    expect(inSpanish.text).toContain('<p lang="es" dir="auto"><bdi>Hornea pan</bdi></p>');
    expect(inSpanish.text).toContain('Asks questions');
    expect(inSpanish.headers.vary).toContain('Accept-Language');
    expect((await get('/apps', { 'Accept-Language': 'fr' })).text).toContain('Bakes bread');
  });

  it('may be kept by caches for a minute, and is asked for again by its tag', async () => {
    const { headers } = await get('/apps').expect(200);
    expect(headers['cache-control']).toBe('public, max-age=60');
    const again = await get('/apps', { 'If-None-Match': String(headers.etag) }).expect(304);
    expect(again.text).toBe('');
    const weak = `"other", W/${String(headers.etag)}`;
    await get('/apps', { 'If-None-Match': weak }).expect(304);
    await get('/apps', { 'If-None-Match': '"other"' }).expect(200);
  });

  it('is for search engines, results of a search are not', async () => {
    const { text } = await get('/apps');
    expect(text).toContain(`<link rel="canonical" href="${server.origin}/apps"/>`);
    expect(text).not.toContain('noindex');
    expect((await get('/apps?q=bread')).text).toContain('noindex');
  });

  it('has no script that runs', async () => {
    const { headers } = await get('/apps');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self'/);
    expect(headers['content-security-policy']).not.toContain('script-src');
  });

  it('hides an app at once that is suspended, restored in part, or reviewed in another version', async () => {
    const { id, slug } = await listApp(server, { name: 'Ephemeral' });
    const isShown = async () => (await slugsAt('/apps')).includes(slug);
    expect(await isShown()).toBe(true);
    for (const [change, undo] of [
      [`state = 'suspended'`, `state = 'registered'`],
      [`state = 'restoring'`, `state = 'registered'`],
      [`identity_version = 2`, `identity_version = 1`],
    ]) {
      await server.database.query(`UPDATE clients SET ${String(change)} WHERE id = $1`, [id]);
      expect([change, await isShown()]).toEqual([change, false]);
      await get(`/apps/${slug}`).expect(404);
      await get(`/connect/${slug}`).expect(404);
      await server.database.query(`UPDATE clients SET ${String(undo)} WHERE id = $1`, [id]);
      expect(await isShown()).toBe(true);
    }
  });

  it('hides an app whose verification nobody confirmed in time', async () => {
    const { id, slug } = await listApp(server, { name: 'Forgetful' });
    await lapse(server, id);
    expect(await slugsAt('/apps')).not.toContain(slug);
    await get(`/apps/${slug}`).expect(404);
    await get(`/connect/${slug}`).expect(404);
    const confirmations = server.app.get(VerificationConfirmations, { strict: false });
    await server.app
      .get(Database)
      .transaction((tx) => confirmations.confirm(tx, id, { kind: 'system' }));
    expect(await slugsAt('/apps')).toContain(slug);
  });

  it('goes on where the page ended', async () => {
    const many = Array.from({ length: 30 }, (_, i) => `m-${String(i).padStart(2, '0')}`);
    for (const slug of many) {
      const texts = { en: { summary: 'Mango', description: 'Mango' } };
      await listApp(server, { name: `Mango ${slug}`, slug, texts });
    }
    const first = await get('/apps?q=mango');
    const next = /href="(\/apps\?q=mango&amp;after=[^"]+)" rel="next"/.exec(first.text)?.[1] ?? '';
    const slugs = await slugsAt('/apps?q=mango');
    expect(slugs).toEqual(many.slice(0, 24));
    expect(await slugsAt(next.replaceAll('&amp;', '&'))).toEqual(many.slice(24));
  });
});
