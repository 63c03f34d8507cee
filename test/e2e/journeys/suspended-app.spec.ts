import { ClientSecrets } from '../../../src/modules/tokens/client-secrets.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { toWireId } from '../../../src/kernel/ids.js';
import { ConnectedApp, type IssuedCode, type Tokens } from '../../support/connected-app.js';
import { McpCaller } from '../../support/mcp-caller.js';
import { ServiceApp } from '../../support/service-app.js';
import { beginRestore, finishRestore, suspendApp } from '../../support/suspensions.js';
import { TestApp } from '../../support/test-app.js';
import { WebhookProject } from '../../support/webhook-project.js';
import { WebhookReceiver } from '../../support/webhook-receiver.js';

/** A confidential app with everything that one can hold when it is suspended. */
interface Armed {
  readonly app: ConnectedApp;
  readonly tokens: Tokens;
  readonly code: IssuedCode;
  readonly path: string;
}

describe('a suspended app (E23)', () => {
  let server: TestApp;
  let replica: TestApp;
  beforeAll(async () => {
    server = await TestApp.start();
    replica = await server.startReplica();
  });
  afterAll(async () => {
    await replica.stop();
    await server.stop();
  });

  async function arm(): Promise<Armed> {
    const app = await ConnectedApp.register(server, {
      confidential: true,
      accountScopes: ['openid'],
    });
    const { id } = await app.addProject();
    const scopes = ['project:read', 'segments:read', 'openid'];
    const [tokens, code] = [await app.getTokens(scopes), await app.getCode(scopes)];
    return { app, tokens, code, path: `/v1/project/${toWireId('prj', id)}/segment` };
  }

  const call = (path: string, token: string, via = server) =>
    via.http.get(path).set('Authorization', `Bearer ${token}`);

  const statuses = async ({ app, tokens, code, path }: Armed, via: TestApp) => ({
    productApi: (await call(path, tokens.access_token, via)).status,
    root: (await call('/v1/', tokens.access_token, via)).status,
    userInfo: (await call('/oauth/userinfo', tokens.access_token, via)).status,
    refresh: (await app.refresh(tokens.refresh_token, {}, via)).status,
    redeem: (await app.redeem(code, {}, via)).status,
    introspect: (await app.post('/oauth/introspect', { token: tokens.access_token }, via)).status,
    push: (await app.post('/oauth/par', PUSHED, via)).status,
  });

  const PUSHED = {
    response_type: 'code',
    scope: 'segments:read',
    redirect_uri: 'https://app.example/callback',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  };

  it('is refused everywhere at the next call, at every replica, and nothing it holds is spent', async () => {
    const armed = await arm();
    const { tokens, path } = armed;
    expect((await call(path, tokens.access_token, replica)).status).toBe(200);
    await suspendApp(server, armed.app.clientUuid);
    const refused = { productApi: 401, root: 401, userInfo: 401, refresh: 401, redeem: 401 };
    for (const via of [replica, server]) {
      expect(await statuses(armed, via)).toEqual({ ...refused, introspect: 401, push: 401 });
    }
    const [held] = await server.database.query<{ codes: number; refresh: number }>(
      `SELECT (SELECT count(*)::int FROM authorization_codes WHERE id = $1 AND consumed_at IS NULL) AS codes,
         (SELECT count(*)::int FROM refresh_tokens r JOIN token_families f ON f.id = r.family_id
          WHERE f.grant_id = $2 AND r.consumed_at IS NULL) AS refresh`,
      [armed.code.id, armed.app.grantId],
    );
    expect(held).toEqual({ codes: 1, refresh: 1 });
  });

  it('is refused at MCP and as a service', async () => {
    const caller = await McpCaller.connect(server);
    const service = await ServiceApp.connect(server);
    const { token } = await service.getAccessToken();
    expect((await caller.request('tools/list')).status).toBe(200);
    await suspendApp(server, caller.app.clientUuid);
    await suspendApp(server, service.clientUuid);
    expect((await caller.at(replica).request('tools/list')).status).toBe(401);
    expect((await call('/v1/', token, replica)).status).toBe(401);
    expect((await service.requestTokens({}, replica)).status).toBe(401);
  });

  it('is named as suspended to who comes from it, on the page and on a consent page that is open', async () => {
    const { app } = await arm();
    const browser = app.person;
    const authorize = new URLSearchParams({ ...PUSHED, client_id: app.clientId });
    authorize.set('prompt', 'consent');
    const path = `/oauth/authorize?${authorize.toString()}`;
    const open = await browser.open(path);
    expect(open.path).toMatch(/^\/oauth\/consent\//);
    await suspendApp(server, app.clientUuid);
    expect((await browser.open(open.path)).html).toContain('changed, suspended or removed');
    const page = await browser.open(path);
    expect([page.status, page.path]).toEqual([400, path]);
    expect(page.html).toContain('This app is suspended');
  });

  it('is told nothing by its webhooks, which go on once it is restored', async () => {
    const receiver = await WebhookReceiver.start();
    const told = await TestApp.start(receiver.variables);
    try {
      const project = await WebhookProject.connect(told, receiver);
      const { id } = await project.create();
      await project.announce();
      const { clientUuid } = project.caller.app;
      await suspendApp(told, clientUuid);
      await project.deliver();
      expect(receiver.received).toEqual([]);
      await beginRestore(told, clientUuid);
      await finishRestore(told, clientUuid);
      expect(await project.deliveriesOf(id)).toMatchObject([{ state: 'cancelled' }]);
      expect((await project.read(id)).status).toBe('active');
      await project.announce();
      await project.deliver();
      expect(receiver.received).toHaveLength(1);
    } finally {
      await told.stop();
      await receiver.stop();
    }
  });

  it('is restored once its secret was replaced, first for its own organisation, then for all', async () => {
    const service = await ServiceApp.connect(server);
    const { clientUuid } = service;
    await suspendApp(server, clientUuid);
    await expect(beginRestore(server, clientUuid)).rejects.toThrow('must be replaced first');
    const { secret } = await server.app
      .get(Database)
      .transaction((tx) => server.app.get(ClientSecrets).renew(tx, clientUuid, { kind: 'system' }));
    expect((await service.requestTokens({ client_secret: secret })).status).toBe(401);
    await beginRestore(server, clientUuid);
    const own = await service.requestTokens({ client_secret: secret }).expect(200);
    const { access_token } = own.body as Tokens;
    expect((await call('/v1/', access_token)).status).toBe(200);
    await finishRestore(server, clientUuid);
    await expect(finishRestore(server, clientUuid)).rejects.toThrow('not being restored');
    expect((await service.requestTokens({ client_secret: secret })).status).toBe(200);
  });

  it('reaches nothing of other organisations while it is being restored, and what it had after that', async () => {
    const app = await ConnectedApp.register(server, { accountScopes: ['openid'] });
    const { id } = await app.addProject();
    const { access_token } = await app.getTokens(['project:read', 'segments:read', 'openid']);
    const segments = `/v1/project/${toWireId('prj', id)}/segment`;
    await suspendApp(server, app.clientUuid);
    await beginRestore(server, app.clientUuid);
    const refused = await call(segments, access_token);
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([
      403,
      'denied_by_tier',
    ]);
    expect((await call('/oauth/userinfo', access_token)).status).toBe(403);
    expect((await app.getCode().catch((error: Error) => error.message)) as string).not.toContain(
      'isoc_',
    );
    await finishRestore(server, app.clientUuid);
    expect((await call(segments, access_token)).status).toBe(200);
    expect((await call('/oauth/userinfo', access_token)).status).toBe(200);
  });

  it('cannot be suspended twice, and can be again while it is being restored', async () => {
    const { clientUuid } = await ConnectedApp.connect(server);
    await suspendApp(server, clientUuid, 'First.');
    await expect(suspendApp(server, clientUuid)).rejects.toThrow('suspended already');
    await beginRestore(server, clientUuid);
    await suspendApp(server, clientUuid, 'Second.');
    const found = await server.database.query(
      `SELECT reason, state, ended_at IS NULL AS open FROM client_suspensions WHERE client_id = $1
       ORDER BY suspended_at, id`,
      [clientUuid],
    );
    expect(found).toEqual([
      { reason: 'First.', state: 'replaced', open: false },
      { reason: 'Second.', state: 'suspended', open: true },
    ]);
  });
});
