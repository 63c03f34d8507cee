import { TestApp } from '../../support/test-app.js';

describe('what pages are made of', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  it('is a stylesheet that loads nothing from elsewhere', async () => {
    const response = await server.http.get('/assets/style.css').expect(200);
    expect(response.headers['content-type']).toBe('text/css; charset=utf-8');
    expect(response.headers['cache-control']).toBe('public, max-age=60');
    expect(response.text).not.toMatch(/url\(|@import|http/);
  });

  it('may be kept for good under its own version', async () => {
    const page = await server.http.get('/nowhere').set('Accept', 'text/html').expect(404);
    const href = /href="(\/assets\/style\.css\?v=[0-9a-f]{12})"/.exec(page.text)?.[1];
    const response = await server.http.get(String(href)).expect(200);
    expect(response.headers['cache-control']).toContain('immutable');
    await server.http.get('/assets/icon.svg').expect(200).expect('Content-Type', /svg/);
  });

  it('shows failures to people as pages, without what they sent (A18, D1, E21)', async () => {
    const response = await server.http
      .get('/%3Cscript%3Ealert(1)%3C/script%3E?x=%3Cscript%3E')
      .set('Accept', 'text/html,application/xhtml+xml,*/*;q=0.8')
      .expect(404);
    expect(response.headers['content-type']).toContain('text/html');
    expect(response.headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; " +
        "frame-ancestors 'none'; form-action 'self'",
    );
    expect(response.headers['x-frame-options']).toBe('DENY');
    expect(response.headers['referrer-policy']).toBe('no-referrer');
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.text).toContain(String(response.headers['x-request-id']));
    expect(response.text).not.toContain('script');
  });

  it('leaves the Product API its problem documents, whoever asks', async () => {
    const response = await server.http.get('/v1/nowhere').set('Accept', 'text/html').expect(404);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });
});
