import { AccessTokenVerifier } from '../../../src/modules/tokens/internal/access-token-verifier.js';
import { Database } from '../../../src/platform/database/database.js';
import { storeRow } from '../../support/rows.js';
import { ServiceApp } from '../../support/service-app.js';
import { TestApp } from '../../support/test-app.js';

describe('the access of a service', () => {
  let server: TestApp;
  let verifier: AccessTokenVerifier;
  let app: ServiceApp;
  let token: string;
  let bakeryId: string;

  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);
  const projects = async () => (await verifier.verify(token))?.projects.map((p) => p.name);
  /** Bakery, as the guard of the Product API sees it. */
  const bakery = async () => (await verifier.verifyInProject(token, bakeryId))?.project;

  beforeAll(async () => {
    server = await TestApp.start();
    verifier = server.app.get(AccessTokenVerifier, { strict: false });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    app = await ServiceApp.connect(server);
    ({ token } = await app.getAccessToken());
    bakeryId = (await verifier.verify(token))?.projects[0]?.id ?? '';
  });

  it('has no person, and projects with the admin’s role as their ceiling (TOK-15)', async () => {
    const access = await verifier.verify(token);
    expect(access).toMatchObject({
      kind: 'service',
      client: { clientId: app.clientId, organisationId: app.organisationId, tier: 'development' },
      projects: [{ name: 'Bakery', role: 'owner' }],
    });
    expect(access).not.toHaveProperty('user');
    expect(await verifier.verifyInProject(token, bakeryId)).toMatchObject({
      personId: null,
      client: { organisationId: app.organisationId, tier: 'development' },
      project: { id: bakeryId, role: 'owner', organisationId: app.organisationId },
    });
    expect(await verifier.verifyPerson(token)).toMatchObject({ person: null });
  });

  it('asks the database once', async () => {
    const query = jest.spyOn(Database.prototype, 'query');
    await verifier.verify(token);
    expect(query).toHaveBeenCalledTimes(1);
    query.mockRestore();
  });

  const DEATHS: readonly [string, string, 'grantId' | 'clientUuid'][] = [
    [
      'the grant is revoked',
      `UPDATE grants SET revoked_at = now(), revoked_reason = 'test' WHERE id = $1`,
      'grantId',
    ],
    [
      'the grant has ended',
      `UPDATE grants SET expires_at = now() - interval '1 second' WHERE id = $1`,
      'grantId',
    ],
    [
      'the family is revoked',
      `UPDATE token_families SET revoked_at = now() WHERE grant_id = $1`,
      'grantId',
    ],
    ['the app is disabled', `UPDATE clients SET state = 'suspended' WHERE id = $1`, 'clientUuid'],
  ];
  it.each(DEATHS)('ends at once when %s (REV-05, RS-08)', async (_name, sql, id) => {
    const questions = () =>
      Promise.all([verifier.verify(token), verifier.verifyInProject(token, bakeryId)]);
    expect(await questions()).not.toContain(null);
    await change(sql, app[id]);
    expect(await questions()).toEqual([null, null]);
  });

  const CEILINGS: readonly [string, string][] = [
    ['has left the project', `UPDATE memberships SET ended_at = now() WHERE user_id = $1`],
    ['is disabled', `UPDATE users SET disabled_at = now() WHERE id = $1`],
    [
      'had to reset the password since',
      `UPDATE users SET consent_epoch = consent_epoch + 1 WHERE id = $1`,
    ],
  ];
  it.each(CEILINGS)('ends in a project when the admin who connected it %s', async (_name, sql) => {
    expect(await projects()).toEqual(['Bakery']);
    expect(await bakery()).not.toBeNull();
    await change(sql, app.adminId);
    expect(await projects()).toEqual([]);
    expect(await bakery()).toBeNull();
  });

  it('follows the admin’s role down', async () => {
    await change(`UPDATE memberships SET role = 'viewer' WHERE user_id = $1`, app.adminId);
    expect((await verifier.verify(token))?.projects).toMatchObject([{ role: 'viewer' }]);
    expect(await bakery()).toMatchObject({ role: 'viewer' });
  });

  it('never reaches a project of another organisation, whatever its rows say (TOK-15)', async () => {
    const foreign = await app.addProject({ name: 'Foreign' });
    expect(await projects()).toEqual(['Bakery', 'Foreign']);
    const strangers = await storeRow(server.database, 'organisations');
    await change('UPDATE projects SET organisation_id = $2 WHERE id = $1', foreign.id, strangers);
    expect(await projects()).toEqual(['Bakery']);
    expect((await verifier.verifyInProject(token, foreign.id))?.project).toBeNull();
  });
});

describe('a service grant', () => {
  let server: TestApp;
  let app: ServiceApp;

  beforeAll(async () => {
    server = await TestApp.start();
    app = await ServiceApp.connect(server);
  });
  afterAll(() => server.stop());

  const insert = (columns: Record<string, unknown>) => {
    const grant = { kind: 'service', resource: 'r', expires_at: new Date(), ...columns };
    return storeRow(server.database, 'grants', { client_id: app.clientUuid, ...grant });
  };

  it('is one per app while it lives', async () => {
    await expect(insert({})).rejects.toThrow('ux_grants_live_service');
    await insert({ revoked_at: new Date(), revoked_reason: 'test' });
  });

  it.each([
    ['a person', { user_id: 'admin' }],
    ['an address', { installation: 'https://app.example/callback' }],
    ['account scopes', { account_scopes: ['openid'] }],
  ])('cannot have %s', async (_name, columns) => {
    const values = 'user_id' in columns ? { user_id: app.adminId } : columns;
    await expect(insert(values)).rejects.toThrow('ck_grants_kind');
  });

  it('is the only grant that may be without a person', async () => {
    await expect(insert({ kind: 'user', installation: 'x' })).rejects.toThrow('ck_grants_kind');
    await expect(insert({ kind: 'robot' })).rejects.toThrow('ck_grants_kind');
  });

  it.each([
    ['public', { method: 'none', origin: 'portal', defaulted: false }],
    ['half-public', { method: 'client_secret_basic', origin: 'portal', defaulted: true }],
    ['self-registered', { method: 'client_secret_post', origin: 'dynamic', defaulted: false }],
  ])('cannot be prepared by a %s app: it never has the grant type (TOK-15)', async (_name, odd) => {
    const { method, origin, defaulted } = odd;
    const insertion = storeRow(server.database, 'clients', {
      origin,
      organisation_id: app.organisationId,
      token_endpoint_auth_method: method,
      auth_method_defaulted: defaulted,
      secret_hash: method === 'none' ? null : Buffer.alloc(1),
      grant_types: ['client_credentials'],
    });
    await expect(insertion).rejects.toThrow('ck_clients_client_credentials');
  });
});
