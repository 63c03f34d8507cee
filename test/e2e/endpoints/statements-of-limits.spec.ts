import { Database } from '../../../src/platform/database/database.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { TestApp } from '../../support/test-app.js';

const TIMES = 50;

/** Limits are counted in the database, and must not cost a statement for each request. */
describe('the statements that count, with limits on', () => {
  let server: TestApp;
  let app: ConnectedApp;
  afterEach(async () => {
    jest.restoreAllMocks();
    await server.stop();
  });

  async function begin(scale: string): Promise<void> {
    server = await TestApp.start({ RATE_LIMIT_SCALE: scale });
    app = await ConnectedApp.connect(server, { confidential: true });
  }

  /** Sequentially: what is asked at once is counted by one statement anyway. */
  async function countingIn(request: () => PromiseLike<{ status: number }>): Promise<number> {
    const query = jest.spyOn(Database.prototype, 'query');
    for (let i = 0; i < TIMES; i++) expect((await request()).status).not.toBe(429);
    return query.mock.calls.filter(([{ name }]) => name === 'rate-limits.count').length;
  }

  const tokenRequest = () => app.refresh('isor_none');
  const introspection = () => {
    const form = { token: 'x', client_id: app.clientId, client_secret: app.secret };
    return server.http.post('/oauth/introspect').type('form').send(form);
  };

  it('are a few for token requests of one app, limits of 1,200 and 12,000', async () => {
    await begin('10');
    expect(await countingIn(tokenRequest)).toBeLessThanOrEqual(5);
  });

  it('are less than one for two of them, limits of 120 and 1,200', async () => {
    await begin('1');
    expect(await countingIn(tokenRequest)).toBeLessThanOrEqual(TIMES / 2);
  });

  it('are a few for introspection, limits of 1,200 and 6,000', async () => {
    await begin('1');
    expect(await countingIn(introspection)).toBeLessThanOrEqual(5);
  });
});
