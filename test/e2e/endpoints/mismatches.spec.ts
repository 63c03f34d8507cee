import { ConnectedApp, type IssuedCode } from '../../support/connected-app.js';
import { TestApp } from '../../support/test-app.js';
import { auditOf } from '../../support/token-facts.js';

describe('a code in the hands of another app', () => {
  let server: TestApp;
  let thief: ConnectedApp;
  let code: IssuedCode;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    const app = await ConnectedApp.connect(server);
    thief = await ConnectedApp.register(server);
    code = await app.getCode();
  });

  const show = async (times: number, one = code) => {
    const shown = Array.from({ length: times }, () => thief.redeem(one));
    for (const { status } of await Promise.all(shown)) expect(status).toBe(400);
  };
  const rows = async ({ id } = code) => (await auditOf(server, id)).length;

  it('comes to the audit log once a minute, however often it is shown (G9)', async () => {
    await show(20);
    await show(1);
    expect(await rows()).toBe(1);
    await server.database.query('UPDATE rate_limit_counters SET expires_at = now()');
    await show(5);
    expect(await rows()).toBe(2);
  });

  it('does not hide another one', async () => {
    const app = await ConnectedApp.connect(server);
    const other = await app.getCode();
    await show(2);
    await show(2, other);
    expect([await rows(), await rows(other)]).toEqual([1, 1]);
  });

  it('is written with where the request came from, and only with the event', async () => {
    const personal = async () =>
      (await server.database.query<{ count: number }>('SELECT count(*)::int FROM audit_pii'))[0]
        ?.count ?? 0;
    const before = await personal();
    await show(3);
    expect((await personal()) - before).toBe(1);
  });
});
