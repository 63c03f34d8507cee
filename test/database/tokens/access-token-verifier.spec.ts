import { mintSecret } from '../../../src/kernel/secret.js';
import { AccessTokenVerifier } from '../../../src/modules/tokens/internal/access-token-verifier.js';
import { Database } from '../../../src/platform/database/database.js';
import { ConnectedApp, type ConnectedProject } from '../../support/connected-app.js';
import { storeRow } from '../../support/rows.js';
import { TestApp } from '../../support/test-app.js';

describe('the access token verifier', () => {
  let server: TestApp;
  let verifier: AccessTokenVerifier;
  let app: ConnectedApp;
  let token: string;
  let bakery: ConnectedProject;

  /** Every way to ask about a token; each has a statement of its own. */
  const questions = (): ((text: string) => Promise<object | null>)[] => [
    (text) => verifier.verify(text),
    (text) => verifier.verifyInProject(text, bakery.id),
    (text) => verifier.verifyPerson(text),
  ];
  const inProject = async (id: string) => (await verifier.verifyInProject(token, id))?.project;

  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);

  beforeAll(async () => {
    server = await TestApp.start();
    verifier = server.app.get(AccessTokenVerifier);
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    app = await ConnectedApp.register(server, { accountScopes: ['offline_access'] });
    bakery = await app.addProject({ name: 'Bakery', role: 'analyst' });
    ({ token } = await app.getAccessToken(['segments:read', 'offline_access']));
  });

  it('tells whom the token speaks for and where (RS-08)', async () => {
    const access = await verifier.verify(token);
    expect(access).toMatchObject({
      audience: `${server.origin}/v1`,
      narrowed: false,
      grant: { id: app.grantId },
      client: { clientId: app.clientId, name: 'Example App', tier: 'verified' },
      user: { id: app.userId, name: 'Ana Ruiz' },
      projects: [{ name: 'Bakery', plan: 'pro', appPolicy: 'open', role: 'analyst' }],
    });
    expect(access?.scopes.toArray()).toEqual(['segments:read', 'offline_access']);
    expect(access?.accountScopes.toArray()).toEqual(['offline_access']);
    expect(access?.projects[0]?.grantedScopes.has('project:read')).toBe(true);
    expect(access?.grant.expiresAt).toBeInstanceOf(Date);
  });

  it('gives a narrowed token no more than its narrowing (REF-06)', async () => {
    const narrow = await app.getAccessToken(['project:read', 'segments:read'], ['project:read']);
    const access = await verifier.verify(narrow.token);
    expect(access?.scopes.toArray()).toEqual(['project:read']);
    expect(access?.narrowed).toBe(true);
    const inBakery = await verifier.verifyInProject(narrow.token, bakery.id);
    expect(inBakery?.scopes.toArray()).toEqual(['project:read']);
    expect((await verifier.verifyPerson(narrow.token))?.accountScopes.isEmpty).toBe(true);
  });

  it('keeps garbage away from the database (B10)', async () => {
    const query = jest.spyOn(Database.prototype, 'query');
    const wrongSum = token.slice(0, -1) + (token.endsWith('0') ? '1' : '0');
    for (const text of [
      '',
      'isoa_',
      wrongSum,
      token.toUpperCase(),
      `${token} `,
      mintSecret('isor').text,
    ]) {
      for (const verify of questions()) expect(await verify(text)).toBeNull();
    }
    expect(query).not.toHaveBeenCalled();
    query.mockRestore();
  });

  it('knows only tokens that were issued', async () => {
    for (const verify of questions()) expect(await verify(mintSecret('isoa').text)).toBeNull();
  });

  const DEATHS: readonly [string, string, 'grantId' | 'clientUuid' | 'userId'][] = [
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
    [
      'the token is revoked',
      `UPDATE access_tokens SET revoked_at = now() FROM token_families f WHERE f.id = family_id AND grant_id = $1`,
      'grantId',
    ],
    [
      'the token has expired',
      `UPDATE access_tokens t SET expires_at = now() FROM token_families f WHERE f.id = family_id AND grant_id = $1`,
      'grantId',
    ],
    ['the family is deleted', `DELETE FROM token_families WHERE grant_id = $1`, 'grantId'],
    [
      'the client is disabled',
      `UPDATE clients SET state = 'suspended' WHERE id = $1`,
      'clientUuid',
    ],
    ['the person is disabled', `UPDATE users SET disabled_at = now() WHERE id = $1`, 'userId'],
    [
      'the password was reset since',
      `UPDATE users SET consent_epoch = consent_epoch + 1 WHERE id = $1`,
      'userId',
    ],
  ];
  it.each(DEATHS)('refuses at once when %s (REV-05, RS-08)', async (_name, sql, id) => {
    for (const verify of questions()) expect(await verify(token)).not.toBeNull();
    await change(sql, app[id]);
    for (const verify of questions()) expect(await verify(token)).toBeNull();
  });

  it('tells what limits the app in the project of the path (RS-09)', async () => {
    const cafe = await app.addProject({ name: 'Café', role: 'viewer' });
    expect((await verifier.verify(token))?.projects).toHaveLength(2);
    const access = await verifier.verifyInProject(token, cafe.id);
    expect(access).toMatchObject({
      audience: `${server.origin}/v1`,
      scheme: 'Bearer',
      grant: { id: app.grantId },
      personId: app.userId,
      client: { id: app.clientUuid, tier: 'verified' },
      project: { id: cafe.id, plan: 'pro', appPolicy: 'open', role: 'viewer' },
    });
    expect(access?.scopes.toArray()).toEqual(['segments:read', 'offline_access']);
    expect(access?.client.approvedScopes.has('audience:read')).toBe(true);
    expect(access?.project?.grantedScopes.toArray()).toEqual(['project:read', 'segments:read']);
  });

  it('finds no project that the grant does not include, and verifies the token still', async () => {
    expect(await verifier.verifyInProject(token, app.grantId)).toMatchObject({ project: null });
  });

  it('tells the account of the person, as far as the token goes', async () => {
    const access = await verifier.verifyPerson(token);
    expect(access?.person).toEqual({
      ...{ id: app.userId, name: 'Ana Ruiz', email: app.person.user.email },
      ...{ emailVerified: false, pictureUrl: null },
    });
    expect(access?.accountScopes.toArray()).toEqual(['offline_access']);
  });

  it('drops a project that was disconnected or left, and keeps the others', async () => {
    const [left, cut] = [
      await app.addProject({ name: 'Left' }),
      await app.addProject({ name: 'Cut' }),
    ];
    expect([await inProject(left.id), await inProject(cut.id)]).not.toContain(null);
    await change(`UPDATE memberships SET ended_at = now() WHERE id = $1`, left.membershipId);
    await change(`UPDATE grant_projects SET revoked_at = now() WHERE project_id = $1`, cut.id);
    expect((await verifier.verify(token))?.projects.map((p) => p.name)).toEqual(['Bakery']);
    expect([await inProject(left.id), await inProject(cut.id)]).toEqual([null, null]);
  });

  it('does not come back with a new membership: that is another row', async () => {
    const shop = await app.addProject({ name: 'Shop' });
    await change(`UPDATE memberships SET ended_at = now() WHERE id = $1`, shop.membershipId);
    const membership = { project_id: shop.id, user_id: app.userId };
    await storeRow(server.database, 'memberships', membership);
    expect(await inProject(shop.id)).toBeNull();
  });

  it('reads role, plan and policy as they are now', async () => {
    await change(`UPDATE memberships SET role = 'viewer' WHERE user_id = $1`, app.userId);
    await change(`UPDATE projects SET plan = 'free', app_policy = 'closed' WHERE name = 'Bakery'`);
    expect((await verifier.verify(token))?.projects).toMatchObject([
      { role: 'viewer', plan: 'free', appPolicy: 'closed' },
    ]);
    expect(await inProject(bakery.id)).toMatchObject({
      ...{ role: 'viewer', plan: 'free', appPolicy: 'closed' },
    });
  });

  it('asks the database once', async () => {
    const query = jest.spyOn(Database.prototype, 'query');
    for (const verify of questions()) await verify(token);
    expect(query).toHaveBeenCalledTimes(3);
    query.mockRestore();
  });
});
