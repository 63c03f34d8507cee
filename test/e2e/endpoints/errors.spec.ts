import { TestApp } from '../../support/test-app.js';

describe('paths that nobody owns', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  it('are problem documents outside of /oauth', async () => {
    const response = await server.http.get('/nowhere').expect(404);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.body).toMatchObject({ status: 404, code: 'not_found' });
    expect(response.headers['x-request-id']).toMatch(/^req_/);
  });

  it('are OAuth errors below /oauth (ERR-01)', async () => {
    const response = await server.http.get('/oauth/nowhere').expect(404);
    expect(response.body).toEqual({
      error: 'invalid_request',
      error_description: 'There is no such endpoint.',
    });
  });
});
