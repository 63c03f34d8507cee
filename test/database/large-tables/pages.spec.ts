import { toWireId } from '../../../src/kernel/ids.js';
import { hashSecret } from '../../../src/kernel/secret.js';
import { AccessTokenVerifier } from '../../../src/modules/tokens/internal/access-token-verifier.js';
import { ClearTokensJob } from '../../../src/modules/tokens/internal/clear-tokens.job.js';
import { ResourceServers } from '../../../src/modules/clients/resource-servers.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { preparedStatements } from '../../../src/platform/database/statement.js';
import type { Customer } from '../../support/actors/customer.js';
import type { TestProject } from '../../support/actors/organisation.js';
import { ThirdPartyApp, type Tokens } from '../../support/actors/third-party-app.js';
import { addManyTokens } from '../../support/large-tables/many-tokens.js';
import { isOver, WorkMeter } from '../../support/large-tables/work-meter.js';
import { Organisation, type SecretApp } from '../../support/actors/organisation.js';
import { TestApp } from '../../support/test-app.js';

const TABLES = ['access_tokens', 'refresh_tokens', 'token_families'];

/** Rows of tokens that one statement may read, of a million. */
const FEW = 20;

describe('with a million tokens in the tables', () => {
  let server: TestApp;
  let organisation: Organisation;
  let project: TestProject;
  let other: TestProject;
  let owner: Customer;
  let app: ThirdPartyApp;
  let service: SecretApp;
  let tokens: Tokens;
  let edge: { readonly clientId: string; readonly secret: string };
  const meter = new WorkMeter(TABLES);
  const met = new Set<string>();

  beforeAll(async () => {
    server = await TestApp.start({ PUBLIC_REFRESH_REPLAY_WINDOW_SECONDS: '60' });
    organisation = await Organisation.of(server);
    project = await organisation.createProject('Bakery');
    other = await organisation.createProject('Café');
    owner = await organisation.person('Ana', [
      [project, 'owner'],
      [other, 'owner'],
    ]);
    app = await ThirdPartyApp.register(server);
    tokens = await app.connect('segments:read', { customer: owner, projects: [project, other] });
    service = await organisation.app();
    await organisation.connect(owner, service, { projects: [project, other] });
    const [ofPerson, ofService] = await Promise.all(['user', 'service'].map(grantOf));
    await addManyTokens(server.database, {
      ofPerson: ofPerson ?? '',
      ofService: ofService ?? '',
    });
    edge = await server.app
      .get(Database)
      .transaction((tx) =>
        server.app.get(ResourceServers, { strict: false }).create(tx, 'Edge', 'api'),
      );
    meter.start();
  });
  afterAll(async () => {
    meter.stop();
    // The search for secrets need not read a million rows.
    await server.database.fill('TRUNCATE access_tokens, refresh_tokens, token_families CASCADE');
    await server.stop();
  });

  const grantOf = async (kind: string): Promise<string> => {
    const sql = 'SELECT id FROM grants WHERE kind = $1 AND revoked_at IS NULL';
    const [row] = await server.database.query<{ id: string }>(sql, [kind]);
    return row?.id ?? '';
  };

  const statusOf = async (answer: Promise<{ readonly status: number }>): Promise<number> =>
    (await answer).status;

  /** The last action read few rows of tokens, and at least one if `some`. */
  function expectFew(): void {
    const work = meter.take();
    for (const { name } of work) met.add(name);
    expect(work.filter(({ rows }) => rows > FEW)).toEqual([]);
  }

  it('the pages that show connections read few of them', async () => {
    const grant = toWireId('grt', await grantOf('user'));
    for (const path of [
      '/dashboard/connected-apps',
      `/dashboard/connected-apps/${grant}/disconnect`,
      `/dashboard/connected-apps/${grant}/disconnect/${project.wireId}`,
      '/dashboard/services',
      service.path,
      `${service.path}/disconnect`,
    ]) {
      expect(await statusOf(owner.open(path))).toBe(200);
    }
    expectFew();
  });

  it('so does everything that takes a token, a code or a secret', async () => {
    const { access_token: access, refresh_token: refresh } = tokens;
    const call = await app.call(tokens, 'GET', `/v1/project/${project.wireId}/segment`);
    expect(call.status).toBe(200);
    expect((await app.call(tokens, 'GET', '/v1/')).status).toBe(200);
    expect((await app.call(tokens, 'GET', '/oauth/userinfo')).status).toBe(403);
    const introspect = (token: string) =>
      server.http.post('/oauth/introspect').auth(edge.clientId, edge.secret).send(`token=${token}`);
    await introspect(access).expect(200);
    await introspect(refresh).expect(200);
    tokens = (await app.refresh(tokens)).body as unknown as Tokens;
    expect((await app.refresh({ refresh_token: refresh })).status).toBe(200);
    const again = await app.connect('segments:read', { customer: owner, projects: [project] });
    expect(await statusOf(app.revoke(again.access_token))).toBe(200);
    expect(await statusOf(app.revoke(again.refresh_token))).toBe(200);
    expect((await organisation.token(service)).status).toBe(200);
    await app.refresh(tokens);
    expect((await app.refresh({ refresh_token: refresh })).status).toBe(400);
    // As the fault lab does in a sandbox project.
    await server.app
      .get(Database)
      .transaction((tx) =>
        server.app.get(AccessTokenVerifier, { strict: false }).expire(tx, hashSecret('unknown')),
      );
    expectFew();
  });

  it('so does disconnecting, one project or all', async () => {
    await app.connect('segments:read', { customer: owner, projects: [project, other] });
    meter.take();
    await owner.disconnect(project);
    await owner.disconnect();
    expect((await organisation.disconnect(owner, service, project)).status).toBe(303);
    expect((await organisation.disconnect(owner, service)).status).toBe(303);
    expect(await grantOf('user')).toBe('');
    expect(await grantOf('service')).toBe('');
    expectFew();
  });

  it('so does whatever ends a grant because something leaked or was used twice', async () => {
    const leaked = (token: string) =>
      server.http.post('/oauth/leaked').type('form').send({ token }).expect(200);
    for (const kind of ['access_token', 'refresh_token'] as const) {
      const got = await app.connect('segments:read', { customer: owner, projects: [project] });
      await leaked(got[kind]);
    }
    const code = await app.askFor('segments:read', { customer: owner, projects: [project] });
    await app.redeem(code);
    expect((await app.redeem(code)).status).toBe(400);
    await leaked(service.secret);
    expectFew();
  });

  it('and no statement over tokens was left out, but those of the sweep', () => {
    const all = [...preparedStatements()].filter(([, { text }]) => isOver(text, TABLES));
    const missing = all.map(([name]) => name).filter((name) => !met.has(name));
    expect(missing).toEqual([]);
  });

  it('the sweep empties them in statements of a thousand rows', async () => {
    meter.stop();
    const count = jest.spyOn(Database.prototype, 'query');
    await server.app.get(ClearTokensJob, { strict: false }).run();
    const statements = count.mock.calls.length;
    count.mockRestore();
    const [left] = await server.database.query<{ access: number; families: number }>(
      `SELECT (SELECT count(*)::int FROM access_tokens WHERE expires_at < now()) AS access,
         (SELECT count(*)::int FROM token_families) AS families`,
    );
    expect(left?.access).toBe(0);
    expect(left?.families).toBeLessThan(FEW);
    expect(statements).toBeLessThan(1_010);
  });
});
