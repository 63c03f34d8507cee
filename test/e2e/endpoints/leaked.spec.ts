import { fromWireId } from '../../../src/kernel/ids.js';
import { mintSecret } from '../../../src/kernel/secret.js';
import { ResourceServers } from '../../../src/modules/clients/resource-servers.service.js';
import { AccessTokenVerifier } from '../../../src/modules/tokens/internal/access-token-verifier.js';
import { Database } from '../../../src/platform/database/database.js';
import { ConnectedApp, type ConnectedProject, type Tokens } from '../../support/connected-app.js';
import { ManagedRegistration } from '../../support/managed-registration.js';
import * as shortcuts from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';
import { auditOf, laterAuditOf, revokedAt } from '../../support/token-facts.js';

interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

describe('POST /oauth/leaked', () => {
  let server: TestApp;
  let app: ConnectedApp;
  let project: ConnectedProject;
  let tokens: Tokens;

  const report = (token: string) => server.http.post('/oauth/leaked').type('form').send({ token });
  const reported = async (token: string) => {
    const { body, headers } = await report(token).expect(200);
    expect(body).toEqual({});
    expect(headers['cache-control']).toBe('no-store');
  };
  const isRevoked = async () => (await revokedAt(server, 'grants', app.grantId)) !== null;
  const letters = async (to: string): Promise<Letter[]> => {
    const rows = await server.database.query<{ payload: Letter }>(
      `SELECT j.payload FROM graphile_worker._private_jobs j
       JOIN graphile_worker._private_tasks t ON t.id = j.task_id
       WHERE t.identifier = 'send-mail' AND j.payload ->> 'to' = $1`,
      [to],
    );
    return rows.map(({ payload }) => payload);
  };

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    app = await ConnectedApp.register(server, { confidential: true });
    project = await app.addProject();
    tokens = await app.getTokens();
  });

  it.each<['access token' | 'refresh token', (tokens: Tokens) => string]>([
    ['access token', ({ access_token }) => access_token],
    ['refresh token', ({ refresh_token }) => refresh_token],
  ])('ends the whole grant of an %s (G12)', async (_kind, pick) => {
    const other = await app.getTokens();
    await reported(pick(tokens));
    expect(await isRevoked()).toBe(true);
    const verifier = server.app.get(AccessTokenVerifier);
    expect(await verifier.verify(other.access_token)).toBeNull();
    await app.refresh(other.refresh_token).expect(400);
    const facts = (await auditOf(server, app.grantId)).slice(-2);
    const ended = { type: 'grant.revoked', reason: 'leaked', actor: { kind: 'system' } };
    expect(facts).toMatchObject([ended, ended]);
  });

  it('ends the grant of a code that could still be redeemed (G12)', async () => {
    const code = await app.getCode();
    await reported(code.code);
    expect(await isRevoked()).toBe(true);
    await app.redeem(code).expect(400);
  });

  it('tells the person by mail, once, and repeats no secret', async () => {
    await Promise.all([tokens.access_token, tokens.refresh_token].map(reported));
    await reported(tokens.access_token);
    const sent = await letters(`${app.userId}@example.test`);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.subject).toContain('Example App');
    expect(sent[0]?.text).toContain(`${server.origin}/dashboard/connected-apps`);
    expect(JSON.stringify(sent)).not.toMatch(/is(oa|or|oc|cs)_/);
  });

  describe('with a client secret', () => {
    it('makes it worthless at once and for every endpoint, and leaves the grant alone (G12)', async () => {
      await reported(app.secret);
      await app.refresh(tokens.refresh_token).expect(401);
      await app.revoke(tokens.access_token).expect(401);
      await app.revoke(tokens.access_token, { client_secret: '' }).expect(401);
      expect(await isRevoked()).toBe(false);
      expect(await laterAuditOf(server, app.clientUuid)).toMatchObject([
        { type: 'client.secret_revoked', reason: 'leaked', actor: { kind: 'system' } },
      ]);
    });

    it('tells the owners of the organisation that makes the app, and nobody else', async () => {
      const viewer = await shortcuts.signUp(server, 'Vera');
      await shortcuts.addMember(server, project.id, viewer.id, 'viewer');
      await shortcuts.giveAppTo(server, app.clientUuid, project.id);
      await reported(app.secret);
      await reported(app.secret);
      const sent = await letters(`${app.userId}@example.test`);
      expect(sent.map(({ subject }) => subject)).toEqual([
        'The client secret of Example App had leaked and no longer works',
      ]);
      expect(await letters(viewer.email)).toEqual([]);
    });

    it('shuts a resource server out', async () => {
      const servers = server.app.get(ResourceServers, { strict: false });
      const api = await server.app
        .get(Database)
        .transaction((tx) => servers.create(tx, 'Gateway', 'api'));
      const ask = () =>
        server.http
          .post('/oauth/introspect')
          .type('form')
          .send({ token: 'x' })
          .auth(api.clientId, api.secret);
      await ask().expect(200);
      await reported(api.secret);
      await ask().expect(401);
    });
  });

  it('ends a registration access token, and leaves its client as it is (G12, DCM-01)', async () => {
    const registration = await ManagedRegistration.create(server);
    await registration.read();
    await reported(registration.token);
    await registration.send('get').expect(401);
    await registration.send('delete').expect(401);
    const id = fromWireId('app', registration.clientId) ?? '';
    const [client] = await server.database.query<{ state: string }>(
      'SELECT state FROM clients WHERE id = $1',
      [id],
    );
    expect(client).toEqual({ state: 'registered' });
    expect((await auditOf(server, id)).at(-1)).toMatchObject({
      type: 'client.registration_token_revoked',
      reason: 'leaked',
    });
  });

  it.each(['isoa', 'isor', 'isoc', 'iscs', 'isat', 'isds', 'isrg'] as const)(
    'answers the same for an %s_ nobody ever had (B17)',
    async (kind) => {
      await reported(mintSecret(kind).text);
      expect(await isRevoked()).toBe(false);
    },
  );

  it.each(['x', '\0', 'a'.repeat(10_000)])('answers the same for what is no secret', reported);

  it('does nothing for a secret of which a character is wrong', async () => {
    const { access_token: token } = tokens;
    await reported(token.slice(0, -1) + (token.endsWith('0') ? '1' : '0'));
    expect(await isRevoked()).toBe(false);
  });

  it('wants a form with a token, by POST, and from no browser', async () => {
    const { body } = await report('').expect(400);
    expect(body).toMatchObject({ error: 'invalid_request' });
    await server.http.post('/oauth/leaked').send({ token: 'x' }).expect(400);
    await server.http.get('/oauth/leaked').expect(405);
    const { headers } = await report('x').set('Origin', 'https://app.example');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('can only be asked so often from one address', async () => {
    const limited = await server.startReplica({ RATE_LIMIT_SCALE: '0.1' });
    const ask = () => limited.http.post('/oauth/leaked').type('form').send({ token: 'x' });
    for (let i = 0; i < 3; i++) await ask().expect(200);
    const { headers } = await ask().expect(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    await limited.stop();
  });
});
