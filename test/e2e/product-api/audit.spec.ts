import { newId, toWireId } from '../../../src/kernel/ids.js';
import { AuditLog } from '../../../src/modules/audit/audit-log.service.js';
import type { AuditEvent } from '../../../src/modules/audit/audit-event.js';
import { Database } from '../../../src/platform/database/database.js';
import { ApiCaller } from '../../support/api-caller.js';
import { eachOf, pointersOf } from '../../support/answers.js';
import { RequestStatements } from '../../support/request-statements.js';
import { TestApp } from '../../support/test-app.js';
import { issueToken, TestToken } from '../../support/test-token.js';

interface Entry {
  readonly [member: string]: unknown;
}

describe('GET /audit', () => {
  let server: TestApp;
  let token: TestToken;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => (token = await TestToken.make(server)));

  const entriesOf = async (query = '', of = token): Promise<readonly Entry[]> =>
    ((await of.get(`/audit${query}`).expect(200)).body as { entities: Entry[] }).entities;
  const record = (event: Partial<AuditEvent> = {}) =>
    server.app.get(Database).transaction((tx) =>
      server.app.get(AuditLog, { strict: false }).record(tx, {
        type: 'contact.erased',
        actor: { kind: 'system' },
        target: { kind: 'contact', id: newId() },
        projectId: token.projectId,
        ...event,
      }),
    );
  const uuidsOf = (sql: string, ...values: unknown[]) =>
    server.database.query<{ id: string }>(sql, values);

  it('says who did what to what, when, with which credential, in which request and from where', async () => {
    const created = await server.http
      .post(`/v1/project/${toWireId('prj', token.projectId)}/webhook`)
      .set('Authorization', token.authorization)
      .send({ url: 'https://hooks.app.test/secret-path', types: ['campaign.sent'] })
      .expect(201);
    const { entity } = created.body as { entity: { id: string; secret: string } };
    const answer = await token.get('/audit?_limit=1').expect(200);
    expect(answer.body).toEqual({
      entities: [
        {
          id: expect.stringMatching(/^log_/) as string,
          action: 'webhook.created',
          outcome: 'succeeded',
          reason: null,
          actor: toWireId('usr', token.person.id),
          appId: null,
          credentialId: toWireId('tok', token.token.id),
          target: { kind: 'webhook', id: entity.id },
          requestId: created.headers['x-request-id'],
          ip: expect.stringMatching(/127\.0\.0\.1$/) as string,
          createdAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
        },
      ],
      metadata: { limit: 1, next_cursor: expect.any(String) as string },
    });
    for (const secret of [entity.secret, token.token.secret, 'secret-path']) {
      expect((await token.get('/audit').expect(200)).text).not.toContain(secret);
    }
  });

  it('names the app and the grant of an app, and the person it acted for', async () => {
    const caller = await ApiCaller.connect(server, ['webhooks:write']);
    await caller.post('/webhook', { url: 'https://a.test/in', types: ['import.completed'] });
    const { userId, clientUuid, grantId } = caller.app;
    const { secret } = await issueToken(server, { userId, projectIds: [caller.project.id] });
    const answer = await server.http
      .get(`${caller.path('/audit')}?action_eq=webhook.created`)
      .set('Authorization', `Bearer ${secret}`)
      .expect(200);
    expect(answer.body).toMatchObject({
      entities: [
        {
          actor: toWireId('usr', userId),
          appId: toWireId('app', clientUuid),
          credentialId: toWireId('grt', grantId),
        },
      ],
    });
  });

  it('shows the address only as long as the log has it', async () => {
    await server.http
      .post(`/v1/project/${toWireId('prj', token.projectId)}/webhook`)
      .set('Authorization', token.authorization)
      .send({ url: 'https://a.test/in', types: ['import.completed'] })
      .expect(201);
    expect((await entriesOf('?_limit=1'))[0]?.ip).not.toBeNull();
    await uuidsOf(
      `DELETE FROM audit_pii WHERE event_id IN (SELECT id FROM audit_events WHERE project_id = $1)`,
      token.projectId,
    );
    expect((await entriesOf('?_limit=1'))[0]).toMatchObject({
      action: 'webhook.created',
      ip: null,
    });
  });

  it('has no events of other projects, and none without a project', async () => {
    const other = await TestToken.make(server);
    await record();
    await record({ projectId: other.projectId });
    const actions = (await entriesOf()).map(({ action }) => action);
    expect(actions.filter((action) => action === 'contact.erased')).toHaveLength(1);
    // Its creation is in the log of each of its projects, and once without.
    expect(actions.filter((action) => action === 'api_token.created')).toHaveLength(1);
    const ids = new Set((await entriesOf()).map(({ id }) => id));
    for (const { id } of await entriesOf('', other)) expect(ids.has(id)).toBe(false);
  });

  it('gives every event once, the newest first, also of one moment', async () => {
    await server.app.get(Database).transaction(async (tx) => {
      const log = server.app.get(AuditLog, { strict: false });
      for (let i = 0; i < 7; i++) {
        await log.record(tx, {
          ...{ type: 'contact.erased', actor: { kind: 'system' }, projectId: token.projectId },
          target: { kind: 'contact', id: newId() },
        });
      }
    });
    // All of one moment: their ids decide. The log itself refuses changes, to its owner too.
    await server.database.fill(
      `ALTER TABLE audit_events DISABLE TRIGGER USER;
       UPDATE audit_events SET recorded_at = '2026-03-01T00:00:00.123456Z'
         WHERE project_id = '${token.projectId}' AND type = 'contact.erased';
       ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_events_no_change;
       ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_events_no_truncate`,
    );
    const all = await entriesOf('?_limit=100');
    const seen: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&_cursor=${cursor}`;
      const page = await token.get(`/audit?_limit=2${query}`).expect(200);
      seen.push(...eachOf(page, 'id'));
      cursor = (page.body as { metadata: { next_cursor: string | null } }).metadata.next_cursor;
    }
    expect(seen).toEqual(all.map(({ id }) => id));
    expect(new Set(seen).size).toBe(seen.length);
    const times = all.map(({ createdAt }) => String(createdAt));
    expect(times).toEqual([...times].sort().reverse());
  });

  it('finds events by what was done, by whom, with what and when', async () => {
    const [person, app, grant] = [newId(), newId(), newId()];
    const actor = { kind: 'app', clientId: app, grantId: grant, userId: person } as const;
    await record({ type: 'campaign.started', actor });
    await record({
      type: 'campaign.paused',
      actor: { kind: 'app', clientId: app, grantId: grant },
    });
    await record({ type: 'campaign.resumed', actor: { kind: 'user', userId: person } });
    const found = async (query: string) => (await entriesOf(query)).map(({ action }) => action);
    expect(await found('?action_eq=campaign.paused')).toEqual(['campaign.paused']);
    expect(await found('?action_in=campaign.paused,campaign.resumed')).toEqual([
      ...['campaign.resumed', 'campaign.paused'],
    ]);
    expect(await found(`?actor_eq=${toWireId('usr', person)}`)).toEqual([
      ...['campaign.resumed', 'campaign.started'],
    ]);
    expect(await found(`?actor_eq=${toWireId('app', app)}`)).toEqual(['campaign.paused']);
    expect(await found(`?credentialId_eq=${toWireId('grt', grant)}`)).toEqual([
      ...['campaign.paused', 'campaign.started'],
    ]);
    const [first] = await entriesOf('?action_eq=campaign.started');
    const at = String(first?.createdAt);
    expect(await found(`?createdAt_gte=${at}`)).toContain('campaign.started');
    expect(await found(`?createdAt_lt=${at}`)).not.toContain('campaign.started');
    expect(await found(`?createdAt_gt=2999-01-01T00:00:00Z`)).toEqual([]);
  });

  it.each([
    ['action_eq=nothing.known', '/action_eq'],
    ['action_in=campaign.paused,nothing.known', '/action_in'],
    ['actor_eq=grt_01kag0r4yqf8ktm3v9x2s5c7bn', '/actor_eq'],
    ['actor_neq=usr_01kag0r4yqf8ktm3v9x2s5c7bn', '/actor_neq'],
    ['credentialId_eq=nobody', '/credentialId_eq'],
    ['createdAt_gte=yesterday', '/createdAt_gte'],
    ['_start=10', '/_start'],
    ['_count=true', '/_count'],
    ['_sort=createdAt', '/_sort'],
    ['_limit=101', '/_limit'],
    ['_cursor=mine', '/_cursor'],
  ])('refuses %s', async (query, pointer) => {
    const answer = await token.get(`/audit?${query}`).expect(400);
    expect(pointersOf(answer)).toEqual([pointer]);
  });

  it('refuses a cursor of other filters, or of another project (E17)', async () => {
    await record();
    const page = await token.get('/audit?_limit=1').expect(200);
    const { next_cursor: cursor } = (page.body as { metadata: { next_cursor: string } }).metadata;
    await token.get(`/audit?_cursor=${cursor}`).expect(200);
    await token.get(`/audit?_cursor=${cursor}&action_eq=contact.erased`).expect(400);
    await (await TestToken.make(server)).get(`/audit?_cursor=${cursor}`).expect(400);
  });

  it('costs two statements: the token’s, and the page', async () => {
    const statements = await RequestStatements.of(token.get('/audit?_limit=5'));
    expect(statements).toEqual(['api-token.verify-in-project', undefined]);
  });

  it('lets a developer’s token not have the scope, and no role below admin use it', async () => {
    const scopes = ['audit:read'];
    await expect(TestToken.make(server, { role: 'developer', scopes })).rejects.toMatchObject({
      code: 'insufficient_role',
    });
    const made = await TestToken.make(server, { role: 'admin', scopes });
    await made.get('/audit').expect(200);
  });
});
