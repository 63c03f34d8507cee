import { newId, toWireId } from '../../../src/kernel/ids.js';
import { ReplayNonces } from '../../../src/modules/tokens/internal/grant-types/replay-nonces.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { RequestStatements } from '../../support/request-statements.js';
import { ServiceApp } from '../../support/service-app.js';
import { TestApp } from '../../support/test-app.js';

/** Round trips to the database are most of a request's cost: these lists may get shorter, and never longer. */
describe('the statements that run', () => {
  let server: TestApp;
  let app: ConnectedApp;
  let projectId: string;

  beforeAll(async () => {
    server = await TestApp.start();
    app = await ConnectedApp.register(server, { confidential: true, accountScopes: ['openid'] });
    ({ id: projectId } = await app.addProject());
    await app.getTokens();
  });
  afterAll(() => server.stop());

  it('when a code is redeemed', async () => {
    expect(await RequestStatements.of(app.redeem(await app.getCode()))).toEqual([
      'authorization-code.find',
      'authorization-code.redeem',
    ]);
  });

  it('when a code is replayed', async () => {
    const code = await app.getCode();
    await app.redeem(code).expect(200);
    const ran = await RequestStatements.of(app.redeem(code), 400);
    // Run twice: the other losers of a race get time to be recorded.
    expect(ran.filter((name) => name === 'authorization_codes.judge')).toHaveLength(2);
    expect(ran).not.toContain('authorization-code.redeem');
  });

  it('when a refresh token is used', async () => {
    const { refresh_token: token } = await app.getTokens();
    // One is stored every 15 seconds at most.
    await server.app.get(ReplayNonces, { strict: false }).get();
    expect(await RequestStatements.of(app.refresh(token))).toEqual([
      'refresh-token.find',
      'refresh-token.rotate',
    ]);
    expect(await RequestStatements.of(app.refresh(token))).toEqual([
      'refresh-token.find',
      'replay-window.find-nonce',
      'replay-window.find-successor',
      'audit.insert-first-of-minute',
    ]);
  });

  it('when a service gets a token', async () => {
    const service = await ServiceApp.connect(server);
    await service.getTokens();
    expect(await RequestStatements.of(service.requestTokens())).toEqual([
      'service-access.find',
      'service-access.issue',
    ]);
  });

  it('when an access token is shown', async () => {
    const { access_token: token } = await app.getTokens();
    const form = { token, client_id: app.clientId, client_secret: app.secret };
    const introspection = server.http.post('/oauth/introspect').type('form').send(form);
    expect(await RequestStatements.of(introspection)).toEqual(['introspection.find-access-token']);
    const get = (path: string) => server.http.get(path).set('authorization', `Bearer ${token}`);
    expect(await RequestStatements.of(get('/v1/'))).toEqual(['access-token.verify']);
    const project = `/v1/project/${toWireId('prj', projectId)}`;
    const guarded = 'access-token.verify-in-project';
    expect(await RequestStatements.of(get(project))).toEqual([guarded, 'project.profile']);
    const unknown = `${project}/segment/${toWireId('seg', newId())}`;
    expect(await RequestStatements.of(get(unknown), 404)).toEqual([guarded, 'segments.find']);
    const list = `${project}/segment`;
    expect(await RequestStatements.of(get(list))).toEqual([guarded, 'segments.first-page']);
    // Filters, orders and cursors combine to too many texts to prepare each.
    const others = ['type_eq=static', '_sort=name:desc', '_sort=updatedAt'];
    for (const query of others) {
      expect(await RequestStatements.of(get(`${list}?${query}`))).toEqual([guarded, undefined]);
    }
    const foreign = `/v1/project/${toWireId('prj', newId())}`;
    expect(await RequestStatements.of(get(foreign), 404)).toEqual([guarded]);
  });

  it('when UserInfo is asked', async () => {
    const { access_token: token } = await app.getTokens(['openid', 'project:read']);
    const call = server.http.get('/oauth/userinfo').set('authorization', `Bearer ${token}`);
    expect(await RequestStatements.of(call)).toEqual(['access-token.verify-person']);
  });
});
