import { LabApp } from '../../support/lab-app.js';
import { TestApp } from '../../support/test-app.js';

/** A small app on a standard library meets each fault, and does what a good app does. */
describe('an app in a sandbox project survives', () => {
  let server: TestApp;
  let lab: LabApp;
  beforeAll(async () => (server = await TestApp.start()));
  beforeEach(async () => (lab = await LabApp.start(server)));
  afterAll(() => server.stop());

  const segments = async () => {
    const body = (await (await lab.call('/segment')).json()) as { entities: unknown[] };
    return body.entities.length;
  };

  it('expire-now: it refreshes and repeats', async () => {
    const refused = await lab.call('/segment', { fault: 'expire-now' });
    expect([refused.status, refused.headers.get('fault-simulated')]).toEqual([401, 'expire-now']);
    expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"');
    // The token has expired for real.
    expect((await lab.call('/segment')).status).toBe(401);
    await lab.refresh();
    await lab.resultOf('expire-now', 'renewed');
    expect((await lab.call('/segment', { fault: 'expire-now' })).status).toBe(200);
    await lab.resultOf('expire-now', 'survived');
  });

  it('replay-refresh: the grant has ended, and it asks the person', async () => {
    const refused = await lab.refreshing('replay-refresh');
    expect([refused.status, await refused.json()]).toMatchObject([400, { error: 'invalid_grant' }]);
    expect((await lab.call('/segment')).status).toBe(401);
    await lab.askPerson();
    expect((await lab.call('/segment')).status).toBe(200);
    await lab.resultOf('replay-refresh', 'survived');
  });

  it('lose-response: it repeats with the same key, and nothing happens twice', async () => {
    const made = {
      method: 'POST',
      body: { name: 'Once', type: 'static' },
      key: 'k-1',
      fault: 'lose-response',
    };
    const before = await segments();
    await expect(lab.call('/segment', made)).rejects.toThrow('fetch failed');
    expect(await segments()).toBe(before + 1);
    const again = await lab.call('/segment', made);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(await segments()).toBe(before + 1);
    await lab.resultOf('lose-response', 'survived');
  });

  it('lose-response at the token endpoint: it refreshes again', async () => {
    await expect(lab.refreshing('lose-response')).rejects.toThrow('fetch failed');
    await lab.refresh();
    expect((await lab.call('/segment')).status).toBe(200);
    await lab.resultOf('lose-response', 'survived');
  });

  it.each(['api', 'token'])('revoke at %s: it asks the person', async (place) => {
    const refused =
      place === 'api'
        ? await lab.call('/segment', { fault: 'revoke' })
        : await lab.refreshing('revoke');
    expect(refused.status).toBe(place === 'api' ? 401 : 400);
    expect((await lab.refreshing()).status).toBe(400);
    await lab.askPerson();
    expect((await lab.call('/segment')).status).toBe(200);
    await lab.resultOf('revoke', 'survived');
  });

  it('narrow: it goes on with what is left', async () => {
    const refused = await lab.call('/segment', { fault: 'narrow' });
    expect(refused.status).toBe(403);
    expect(refused.headers.get('www-authenticate')).toContain('insufficient_scope');
    // For real, until the person decides again.
    expect((await lab.call('/segment')).status).toBe(403);
    expect((await lab.call('')).status).toBe(200);
    await lab.resultOf('narrow', 'survived');
    await lab.askPerson();
    expect((await lab.call('/segment')).status).toBe(200);
  });

  it('role-change: it goes on with what the role allows', async () => {
    const create = { method: 'POST', body: { name: 'Made', type: 'static' } };
    const refused = await lab.call('/segment', { ...create, fault: 'role-change' });
    expect([refused.status, await refused.json()]).toMatchObject([
      403,
      { code: 'insufficient_role' },
    ]);
    expect((await lab.call('/segment', create)).status).toBe(403);
    expect((await lab.call('')).status).toBe(200);
    await lab.resultOf('role-change', 'survived');
    // The role was never changed for anybody else.
    expect((await lab.call('/segment', create)).status).toBe(201);
  });

  it.each(['api', 'token'])('rate-limit at %s: it waits', async (place) => {
    const ask = (fault?: string) =>
      place === 'api' ? lab.call('/segment', fault ? { fault } : {}) : lab.refreshing(fault);
    const refused = await ask('rate-limit');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
    await lab.age('rate-limit', 5);
    expect((await ask()).status).toBe(200);
    await lab.resultOf('rate-limit', 'survived');
  });

  it('slow: it waits for the answer', async () => {
    const begun = performance.now();
    expect((await lab.call('/segment', { fault: 'slow' })).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(4_900);
    await lab.resultOf('slow', 'survived');
  });

  it('slow at the token endpoint', async () => {
    await lab.refresh('slow');
    await lab.resultOf('slow', 'survived');
    expect((await lab.call('/segment')).status).toBe(200);
  });

  it.each(['api', 'token'])('500-once at %s: it repeats', async (place) => {
    const ask = () =>
      place === 'api' ? lab.call('/segment', { fault: '500-once' }) : lab.refreshing('500-once');
    expect((await ask()).status).toBe(500);
    // The same request with the same header: once is once.
    expect((await ask()).status).toBe(200);
    await lab.resultOf('500-once', 'survived');
  });
});
