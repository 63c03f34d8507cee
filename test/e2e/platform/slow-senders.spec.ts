import { TestApp } from '../../support/test-app.js';

describe('connections that give nothing', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  it('are cut off long before they add up (G3)', () => {
    const http = server.app.getHttpServer();
    expect(http.headersTimeout).toBe(10_000);
    expect(http.requestTimeout).toBe(30_000);
    expect(http.keepAliveTimeout).toBe(5_000);
    expect(http.maxConnections).toBe(5_000);
  });
});
