import { mintSecret } from '../../../src/kernel/secret.js';
import type { AuthenticatedClient } from '../../../src/modules/clients/authenticated-client.js';
import { ClientAuthentication } from '../../../src/modules/clients/client-authentication.js';
import { ClientsService } from '../../../src/modules/clients/clients.service.js';
import { ClientSecrets } from '../../../src/modules/tokens/client-secrets.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { ServiceApp } from '../../support/service-app.js';
import { TestApp } from '../../support/test-app.js';
import { auditOf, revokedAt } from '../../support/token-facts.js';

const PARALLEL = 60;

/** A secret or key alone brings tokens: none may come to be while it is taken away. */
describe('credentials of a service that are withdrawn while tokens are on their way', () => {
  let server: TestApp;
  let replica: TestApp;
  let app: ServiceApp;

  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);
  const countAlive = async (): Promise<number> => {
    const [row] = await change(
      `SELECT count(*)::int AS alive FROM access_tokens t JOIN token_families f ON f.id = t.family_id
       WHERE f.grant_id = $1 AND f.revoked_at IS NULL AND t.revoked_at IS NULL`,
      app.grantId,
    );
    return row?.alive as number;
  };

  beforeAll(async () => {
    server = await TestApp.start();
    replica = await server.startReplica();
  });
  afterAll(async () => {
    await replica.stop();
    await server.stop();
  });
  beforeEach(async () => {
    app = await ServiceApp.connect(server);
    await app.addProject();
  });

  const report = async () =>
    server.http.post('/oauth/leaked').type('form').send({ token: app.secret });
  const renew = () =>
    server.app
      .get(Database)
      .transaction((tx) =>
        server.app.get(ClientSecrets).renew(tx, app.clientUuid, { kind: 'system' }),
      );

  it.each([
    ['reported', report],
    ['reported again', report],
    ['renewed', renew],
    ['renewed again', renew],
  ])('leave no token alive once they are %s (G12)', async (_how, withdraw) => {
    const requests = Array.from({ length: PARALLEL }, async (_, i) => {
      if (i === PARALLEL / 2) await withdraw();
      else return app.requestTokens({}, i % 2 === 0 ? server : replica);
    });
    const answers = (await Promise.all(requests)).filter((answer) => answer !== undefined);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 200 && status !== 401)).toEqual([]);
    expect(await countAlive()).toBe(0);
  });

  it('end with the tokens they brought when the secret is renewed; the connection stays (G12)', async () => {
    await app.getTokens();
    const other = await ServiceApp.connect(server);
    await other.addProject();
    await other.getTokens();
    const { secret } = await renew();
    expect(await countAlive()).toBe(0);
    expect((await auditOf(server, app.grantId)).at(-1)).toMatchObject({
      type: 'family.revoked',
      reason: 'client_secret_renewed',
      actor: { kind: 'system' },
    });
    await app.requestTokens().expect(401);
    await app.requestTokens({ client_secret: secret }).expect(200);
    await report();
    expect(await countAlive()).toBe(1);
    expect(await revokedAt(server, 'grants', app.grantId)).toBeNull();
    app = other;
    expect(await countAlive()).toBe(1);
  });

  it('bring nothing to who had proven them and waits for the report to end (G12)', async () => {
    const answers: Promise<{ status: number; body: unknown }>[] = [];
    await server.app.get(Database).transaction(async (tx) => {
      await tx.query('UPDATE clients SET secret_hash = $2 WHERE id = $1', [
        app.clientUuid,
        mintSecret('iscs').hash,
      ]);
      answers.push(Promise.resolve(app.requestTokens({}, replica)));
      await someoneWaits();
    });
    expect(await Promise.all(answers)).toMatchObject([
      { status: 401, body: { error: 'invalid_client' } },
    ]);
    expect(await countAlive()).toBe(0);
  });

  it.each([
    ['the secret', '', `secret_hash = '\\x00'`],
    ['the keys', `jwks = '{"keys":[]}'`, `jwks = '{"keys":[{}]}'`],
    ['the address of the keys', `jwks_uri = 'https://a.example'`, `jwks_uri = 'https://b.example'`],
    ['the client', '', 'disabled_at = now()'],
  ])('are held only while nobody replaces %s', async (_what, keys, replacement) => {
    const update = (set: string) =>
      change(`UPDATE clients SET ${set} WHERE id = $1`, app.clientUuid);
    if (keys) {
      await update(`token_endpoint_auth_method = 'private_key_jwt', secret_hash = NULL, ${keys}`);
    }
    const held = await proven();
    expect(await holds(held)).toBe(true);
    await update(replacement);
    expect(await holds(held)).toBe(false);
  });

  /** What authentication gives. */
  async function proven(): Promise<AuthenticatedClient> {
    const client = await server.app.get(ClientsService, { strict: false }).find(app.clientUuid);
    if (!client) throw new Error('No client.');
    const [row] = await change('SELECT secret_hash FROM clients WHERE id = $1', app.clientUuid);
    return { ...client, secretHash: row?.secret_hash as Buffer | null };
  }

  const holds = (client: AuthenticatedClient): Promise<boolean> =>
    server.app
      .get(Database)
      .transaction((tx) =>
        server.app.get(ClientAuthentication, { strict: false }).hold(tx, client),
      );

  /** Until a connection waits for another one's row. */
  async function someoneWaits(): Promise<void> {
    for (;;) {
      const waiting = await change(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      if (waiting.length > 0) return;
    }
  }
});
