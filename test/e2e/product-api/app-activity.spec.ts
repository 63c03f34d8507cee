import { NoteRequests } from '../../../src/modules/app-activity/internal/note-requests.js';
import { AppActivity } from '../../../src/modules/app-activity/app-activity.service.js';
import { LOGGED_PER_MINUTE } from '../../../src/modules/app-activity/logged-request.js';
import { newId, toWireId } from '../../../src/kernel/ids.js';
import { ApiCaller } from '../../support/api-caller.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { McpCaller } from '../../support/mcp-caller.js';
import { addContact } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

describe('the activity of an app', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  const flush = () => server.app.get(NoteRequests, { strict: false }).flush();

  async function logOf(
    clientId: string,
    filter: Partial<Parameters<AppActivity['requests']>[1]> = {},
  ) {
    await flush();
    const all = { outcome: null, projectId: null, before: null };
    return server.app
      .get(AppActivity, { strict: false })
      .requests(clientId, { ...all, ...filter }, 500);
  }

  const usageOf = async (clientId: string) => {
    await flush();
    return server.app.get(AppActivity, { strict: false }).usage(clientId, 30);
  };

  it('has its requests by route, without what was asked or sent', async () => {
    const caller = await ApiCaller.connect(server);
    await caller.get('/segment', { _limit: '7' }).expect(200);
    await caller.post('/segment', { name: 'Hidden words' });
    const { headers } = await caller.get('/segment/seg_nothing');
    const logged = await logOf(caller.app.clientUuid);
    const api = logged.filter(({ surface }) => surface === 'api').reverse();
    expect(api.map(({ operation, status, code }) => [operation, status, code])).toEqual([
      ['GET /segment', 200, null],
      ['POST /segment', expect.any(Number), expect.any(String)],
      ['GET /segment/{uid}', 404, 'not_found'],
    ]);
    expect(api[2]).toMatchObject({
      requestId: headers['x-request-id'],
      projectId: caller.project.id,
      project: 'Bakery',
      grantId: caller.app.grantId,
    });
    const rows = JSON.stringify(await server.database.query('SELECT * FROM app_requests'));
    expect(rows).not.toMatch(/Hidden|_limit|seg_nothing/);
  });

  it('has refusals with the scope that was missing, and by filter', async () => {
    const narrow = await ApiCaller.connect(server, ['project:read']);
    await narrow.get('/segment').expect(403);
    await narrow.get().expect(200);
    const { clientUuid } = narrow.app;
    const refused = await logOf(clientUuid, { outcome: 'refused' });
    expect(refused).toMatchObject([{ code: 'insufficient_scope', reason: 'segments:read' }]);
    expect(await logOf(clientUuid, { projectId: '00000000-0000-7000-8000-000000000000' })).toEqual(
      [],
    );
    const [first, second] = await logOf(clientUuid);
    expect(await logOf(clientUuid, { before: first?.id ?? '' })).toContainEqual(second);
  });

  it('has what the token endpoint answered it, and why it refused', async () => {
    const app = await ConnectedApp.connect(server, { confidential: true });
    await app.getTokens();
    await app.requestTokens({ grant_type: 'refresh_token', refresh_token: 'x' }).expect(400);
    await app.refresh('x', { client_secret: 'wrong' }).expect(401);
    const logged = await logOf(app.clientUuid);
    expect(
      logged.map(({ surface, operation, code, reason }) => [surface, operation, code, reason]),
    ).toEqual([
      ['token', 'POST /oauth/token', 'invalid_client', 'wrong secret'],
      ['token', 'POST /oauth/token', 'invalid_grant', 'unknown refresh token'],
      ['token', 'POST /oauth/token', null, null],
    ]);
  });

  it('has the tools that it called, and those that were refused', async () => {
    const caller = await McpCaller.connect(server);
    await caller.call('list_projects');
    await caller.call('get_segment', {
      project: caller.projectId,
      uid: toWireId('seg', newId()),
    });
    const mcp = (await logOf(caller.app.clientUuid)).filter(({ surface }) => surface === 'mcp');
    expect(mcp.map(({ operation, code }) => [operation, code !== null])).toEqual([
      ['tools/call get_segment', true],
      ['tools/call list_projects', false],
    ]);
  });

  it('counts every call, refusal and contact by day, project and operation', async () => {
    const caller = await ApiCaller.connect(server);
    for (let i = 0; i < 3; i++) await addContact(server.database, caller.project.id);
    await caller.post('/audience/scroll', { limit: 2 }).expect(200);
    await caller.post('/audience/scroll', {}).expect(200);
    await caller.post('/audience/scroll', { limit: 'x' }).expect(400);
    const { operations } = await usageOf(caller.app.clientUuid);
    expect(operations).toEqual([
      { operation: 'POST /audience/scroll', calls: 3, refusals: 1, contacts: 5, projects: 1 },
    ]);
  });

  it('logs so many a minute and counts all, under a flood', async () => {
    const narrow = await ApiCaller.connect(server, ['project:read']);
    const size = LOGGED_PER_MINUTE.refusals + 40;
    await Promise.all(
      Array.from({ length: size }, async (_, i) => narrow.get(i % 2 === 0 ? '' : '/segment')),
    );
    const logged = (await logOf(narrow.app.clientUuid)).filter(({ surface }) => surface === 'api');
    const refused = logged.filter(({ code }) => code !== null);
    expect(refused).toHaveLength(size / 2);
    expect(logged.length - refused.length).toBeLessThanOrEqual(LOGGED_PER_MINUTE.successes * 2);
    const { operations } = await usageOf(narrow.app.clientUuid);
    expect(operations.map(({ calls }) => calls)).toEqual([size / 2, size / 2]);
  });

  it('lets nobody who only names the app fill its log', async () => {
    const app = await ConnectedApp.connect(server, { confidential: true });
    for (let i = 0; i < LOGGED_PER_MINUTE.unproven * 2 + 5; i++) {
      await app.refresh('x', { client_secret: `wrong ${String(i)}` }).expect(401);
    }
    const logged = await logOf(app.clientUuid, { outcome: 'refused' });
    expect(logged.length).toBeLessThanOrEqual(LOGGED_PER_MINUTE.unproven * 2);
  });
});
