import { newId, toWireId } from '../../../src/kernel/ids.js';
import { TestApp } from '../../support/test-app.js';

/** A two-hundredth of every limit. */
const limits = {
  RATE_LIMIT_SCALE: '0.005',
  TRUSTED_PROXIES: '127.0.0.1',
  SHARED_EGRESS: '198.51.100.0/24',
};
const ENDPOINTS = [
  ['/oauth/token', 6],
  ['/oauth/par', 3],
  ['/oauth/revoke', 3],
  ['/oauth/introspect', 30],
] as const;

describe('the limits of an address at the endpoints that apps call', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start(limits)));
  afterAll(() => server.stop());

  const call = (path: string, from: string, form: string) =>
    server.http.post(path).set('X-Forwarded-For', from).type('form').send(form);
  const aNewApp = () => `client_id=${toWireId('app', newId())}&token=x`;

  /** How many of so many calls were allowed. */
  async function passing(amount: number, one: () => ReturnType<typeof call>): Promise<number> {
    const answers = await Promise.all(Array.from({ length: amount }, one));
    return answers.filter(({ status }) => status !== 429).length;
  }

  it.each(ENDPOINTS)('at %s do not begin again with every client_id (C8)', async (path, most) => {
    expect(await passing(most + 5, () => call(path, '192.0.2.1', aNewApp()))).toBe(most);
    const { headers, body } = await call(path, '192.0.2.1', aNewApp()).expect(429);
    expect(body).toMatchObject({ error: 'temporarily_unavailable' });
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
    expect((await call(path, '192.0.2.2', aNewApp())).status).not.toBe(429);
  });

  it.each(ENDPOINTS)('at %s are ten times that for shared egress (C7)', async (path, most) => {
    const amount = most * 10 + 5;
    expect(await passing(amount, () => call(path, '198.51.100.1', aNewApp()))).toBe(most * 10);
  });

  it('count a client by the value that is read, not by an empty one before it', async () => {
    const app = aNewApp();
    const calls = [`client_id=&${app}`, app, `client_id=&client_id=&${app}`];
    const statuses: number[] = [];
    for (const form of calls) statuses.push((await call('/oauth/token', '192.0.2.3', form)).status);
    // One of a client at an address, at this scale.
    expect(statuses.map((status) => status === 429)).toEqual([false, true, true]);
  });
});
