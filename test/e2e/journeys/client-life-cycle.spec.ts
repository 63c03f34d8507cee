import { fromWireId } from '../../../src/kernel/ids.js';
import { RetireIdleClientsJob } from '../../../src/modules/grants/internal/retire-idle-clients.job.js';
import { ForgetClientsJob } from '../../../src/modules/clients/internal/life-cycle/forget-clients.job.js';
import { RetireClientsJob } from '../../../src/modules/clients/internal/life-cycle/retire-clients.job.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { decide } from '../../support/consent-page.js';
import { ManagedRegistration } from '../../support/managed-registration.js';
import { TestApp } from '../../support/test-app.js';
import { auditOf } from '../../support/token-facts.js';
import { World } from '../../support/world.js';

interface Row {
  readonly approved_at: Date | null;
  readonly state: string;
  readonly redirect_uris: string[];
}

describe('the life of a client that registered itself', () => {
  let server: TestApp;
  let world: World;
  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
  });
  afterAll(() => server.stop());

  const retire = () => server.app.get(RetireClientsJob, { strict: false }).run();
  const retireIdle = () => server.app.get(RetireIdleClientsJob, { strict: false }).run();
  const forget = () => server.app.get(ForgetClientsJob, { strict: false }).run();
  const uuidOf = (clientId: string): string => fromWireId('app', clientId) ?? '';

  const find = async (id: string): Promise<Row | undefined> =>
    (
      await server.database.query<Row & Record<string, unknown>>(
        'SELECT approved_at, state, redirect_uris FROM clients WHERE id = $1',
        [id],
      )
    )[0];
  const APPROVED = `state = 'approved', approved_at = now()`;
  const set = (id: string, changes: string) =>
    server.database.query(`UPDATE clients SET ${changes} WHERE id = $1`, [id]);
  /** Moves times of a client back, each by a PostgreSQL interval. */
  const age = (id: string, times: Readonly<Record<string, string>>) =>
    server.database.query(
      `UPDATE clients SET ${Object.entries(times)
        .map(([column, ago]) => `${column} = now() - interval '${ago}'`)
        .join(', ')} WHERE id = $1`,
      [id],
    );
  const askToken = (clientId: string, more = {}) =>
    server.http
      .post('/oauth/token')
      .type('form')
      .send({ grant_type: 'refresh_token', refresh_token: 'x', client_id: clientId, ...more });

  async function retired(members = {}): Promise<ManagedRegistration> {
    const app = await ManagedRegistration.create(server, members);
    await age(uuidOf(app.clientId), { state_changed_at: '25 hours' });
    await retire();
    expect(await find(uuidOf(app.clientId))).toMatchObject({ state: 'retired' });
    return app;
  }

  it('ends after a day if nobody let it in, and not before (DCR-18, C5)', async () => {
    const [old, fresh] = [
      await ManagedRegistration.create(server),
      await ManagedRegistration.create(server),
    ];
    await age(uuidOf(old.clientId), { state_changed_at: '24 hours 1 minute' });
    await age(uuidOf(fresh.clientId), { state_changed_at: '23 hours 59 minutes' });
    await retire();
    expect(await find(uuidOf(old.clientId))).toMatchObject({ state: 'retired' });
    expect(await find(uuidOf(fresh.clientId))).toMatchObject({ state: 'registered' });
    const [, fact] = await auditOf(server, uuidOf(old.clientId));
    expect(fact).toMatchObject({ type: 'client.retired', reason: 'never_approved' });
  });

  it('then gets 401 at the token endpoint, the signal to register anew, and its secrets are dead (DCR-18)', async () => {
    const app = await retired({ token_endpoint_auth_method: 'client_secret_post' });
    const { body } = await askToken(app.clientId, { client_secret: app.secret }).expect(401);
    expect(body.error).toBe('invalid_client');
    await app.send('get').expect(401);
    const open = await retired({ token_endpoint_auth_method: 'none' });
    expect((await askToken(open.clientId).expect(401)).body.error).toBe('invalid_client');
  });

  it('comes back at the authorization endpoint as never approved, and consent starts normally (DCR-18)', async () => {
    const app = await world.registerApp();
    const id = uuidOf(app.clientId);
    await age(id, { state_changed_at: '25 hours' });
    await retire();
    const { user, browser } = await world.person();
    const project = await world.project(user, 'owner');
    const consent = await world.openConsent(browser, world.authorizePath(app));
    expect(await find(id)).toMatchObject({ state: 'revived' });
    expect((await auditOf(server, id)).at(-1)).toMatchObject({ type: 'client.revived' });
    // It has a day from its revival, not from its registration.
    await retire();
    expect(await find(id)).toMatchObject({ state: 'revived' });

    const answer = await decide(browser, consent, { projects: [project.wireId] });
    expect(answer.headers.get('location')).toContain('code=');
    await age(id, { state_changed_at: '25 hours' });
    await retire();
    expect(await find(id)).toMatchObject({ approved_at: expect.any(Date), state: 'approved' });
  });

  it('goes again if nobody lets it in after its return, though somebody had before (DCR-18)', async () => {
    const app = await ConnectedApp.register(server);
    await set(app.clientUuid, `state = 'revived', approved_at = now() - interval '200 days'`);
    await age(app.clientUuid, { state_changed_at: '25 hours' });
    await retire();
    expect(await find(app.clientUuid)).toMatchObject({ state: 'retired' });
  });

  it('never comes back with a secret, nor with its registration token (DCR-18)', async () => {
    const authorize = (clientId: string) =>
      server.http.get('/oauth/authorize').query({ client_id: clientId });
    const named = await retired({ token_endpoint_auth_method: 'client_secret_post' });
    await authorize(named.clientId).expect(400);
    expect(await find(uuidOf(named.clientId))).toMatchObject({ state: 'retired' });

    // The method was not requested, and the secret never used: the client acts as a public one.
    const defaulted = await retired();
    await authorize(defaulted.clientId);
    expect(await find(uuidOf(defaulted.clientId))).toMatchObject({ state: 'revived' });
    await askToken(defaulted.clientId, { client_secret: defaulted.secret }).expect(401);
    await defaulted.send('get').expect(401);

    const used = await retired();
    await age(uuidOf(used.clientId), { authenticated_at: '2 days' });
    await authorize(used.clientId).expect(400);
    expect(await find(uuidOf(used.clientId))).toMatchObject({ state: 'retired' });
  });

  it('stays dead if it was deleted, or disabled by us after it retired (DCM-07)', async () => {
    const deleted = await ManagedRegistration.create(server, {
      token_endpoint_auth_method: 'none',
    });
    await deleted.send('delete').expect(204);
    const disabled = await retired({ token_endpoint_auth_method: 'none' });
    await set(uuidOf(disabled.clientId), `state = 'suspended'`);
    for (const { clientId } of [deleted, disabled]) {
      await server.http.get('/oauth/authorize').query({ client_id: clientId }).expect(400);
      await askToken(clientId).expect(401);
    }
  });

  it('ends 90 days after its last grant, not while one lives (DCR-18, C5)', async () => {
    const plan: [expired: string | null, revoked: string | null, retires: boolean][] = [
      [null, null, false],
      ['89 days', null, false],
      ['91 days', null, true],
      [null, '91 days', true],
      [null, '89 days', false],
    ];
    for (const [expired, revoked, retires] of plan) {
      const app = await ConnectedApp.register(server, { accountScopes: ['openid'] });
      await set(app.clientUuid, APPROVED);
      await age(app.clientUuid, { state_changed_at: '200 days' });
      await server.database.query(
        `UPDATE grants SET expires_at = coalesce(now() - $2::interval, expires_at),
           revoked_at = now() - $3::interval, revoked_reason = CASE WHEN $3 IS NOT NULL THEN 'x' END
         WHERE id = $1`,
        [app.grantId, expired, revoked],
      );
      await retireIdle();
      await retire();
      const row = await find(app.clientUuid);
      expect([expired, revoked, row?.state === 'retired']).toEqual([expired, revoked, retires]);
    }
  });

  it('leaves portal apps alone, however old (DCR-18)', async () => {
    const app = await world.verifiedApp(['segments:read']);
    await age(uuidOf(app.clientId), { state_changed_at: '400 days' });
    await retire();
    await retireIdle();
    expect(await find(uuidOf(app.clientId))).toMatchObject({ state: 'registered' });
    await set(uuidOf(app.clientId), APPROVED);
    await retireIdle();
    expect(await find(uuidOf(app.clientId))).toMatchObject({ state: 'approved' });
  });

  it('is forgotten after 13 months; what people once let in keeps its name only (DCR-18)', async () => {
    const [long, recent] = [await retired(), await retired()];
    const approved = await ConnectedApp.register(server);
    await set(approved.clientUuid, `state = 'retired', approved_at = now() - interval '20 months'`);
    for (const id of [uuidOf(long.clientId), approved.clientUuid]) {
      await age(id, { state_changed_at: '14 months' });
    }
    await age(uuidOf(recent.clientId), { state_changed_at: '12 months' });
    await forget();
    expect(await find(uuidOf(long.clientId))).toBeUndefined();
    expect(await find(uuidOf(recent.clientId))).toMatchObject({
      redirect_uris: [expect.any(String)],
    });
    expect(await find(approved.clientUuid)).toMatchObject({ redirect_uris: [] });
    await server.http.get('/oauth/authorize').query({ client_id: approved.clientId }).expect(400);
  });
});
