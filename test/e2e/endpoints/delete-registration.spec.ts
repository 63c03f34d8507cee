import { toWireId } from '../../../src/kernel/ids.js';
import { hashSecret, mintSecret } from '../../../src/kernel/secret.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { eventually } from '../../support/eventually.js';
import { ManagedRegistration } from '../../support/managed-registration.js';
import { TestApp } from '../../support/test-app.js';
import { laterAuditOf, revokedAt } from '../../support/token-facts.js';

describe('DELETE /oauth/register/{client_id}', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  const remove = (clientId: string, token: string) =>
    server.http.delete(`/oauth/register/${clientId}`).set('Authorization', `Bearer ${token}`);

  it('answers 204 with nothing, and the token is dead (DCM-04, DCM-07)', async () => {
    const registration = await ManagedRegistration.create(server);
    const { headers, text } = await registration.send('delete').expect(204);
    expect(headers['cache-control']).toBe('no-store');
    expect(text).toBe('');
    for (const method of ['get', 'delete', 'head'] as const) {
      await registration.send(method).expect(401);
    }
  });

  it('ends id, secret and every token at once, before any job has run (DCM-07, E24)', async () => {
    const app = await ConnectedApp.register(server, { confidential: true });
    const project = await app.addProject();
    const { access_token, refresh_token } = await app.getTokens();
    const code = await app.getCode();
    const path = `/v1/project/${toWireId('prj', project.id)}`;
    const call = () => server.http.get(path).set('Authorization', `Bearer ${access_token}`);
    await call().expect(200);

    await remove(app.clientId, app.registrationToken).expect(204);

    await call().expect(401);
    expect((await app.refresh(refresh_token).expect(401)).body.error).toBe('invalid_client');
    expect((await app.redeem(code).expect(401)).body.error).toBe('invalid_client');
    expect((await app.revoke(refresh_token).expect(401)).body.error).toBe('invalid_client');
    const query = new URLSearchParams({ client_id: app.clientId, redirect_uri: app.redirectUri });
    await server.http.get(`/oauth/authorize?${query.toString()}`).expect(400);
  });

  it('closes the grants as facts of their own, and audits who did it (DCM-07)', async () => {
    const app = await ConnectedApp.register(server);
    const project = await app.addProject();
    await remove(app.clientId, app.registrationToken).expect(204);
    expect(await laterAuditOf(server, app.clientUuid)).toMatchObject([{ type: 'client.deleted' }]);

    const worker = await server.startReplica({ JOB_CONCURRENCY: '1' });
    try {
      await eventually(async () => (await revokedAt(server, 'grants', app.grantId)) ?? undefined);
    } finally {
      await worker.stop();
    }
    const facts = await laterAuditOf(server, app.grantId);
    expect(facts).toHaveLength(2);
    for (const fact of facts) {
      expect(fact).toMatchObject({
        type: 'grant.revoked',
        reason: 'client_deleted',
        actor: { kind: 'app', clientId: app.clientUuid },
      });
    }
    expect(project.id).toBeDefined();
  });

  it('leaves no secret that could be shown again (DCM-07)', async () => {
    const app = await ConnectedApp.register(server, { confidential: true });
    await remove(app.clientId, app.registrationToken).expect(204);
    const [row] = await server.database.query<Record<string, unknown>>(
      'SELECT secret_hash = $2 AS kept, registration_token_hash FROM clients WHERE id = $1',
      [app.clientUuid, hashSecret(app.secret)],
    );
    expect(row).toEqual({ kept: false, registration_token_hash: null });
  });

  it('never reaches a portal app (DCM-02)', async () => {
    const app = await ConnectedApp.register(server);
    const sql = 'UPDATE clients SET registration_token_hash = NULL WHERE id = $1';
    await server.database.query(sql, [app.clientUuid]);
    await remove(app.clientId, app.registrationToken).expect(401);
    await remove(app.clientId, mintSecret('isrg').text).expect(401);
  });
});
