import { toWireId } from '../../../src/kernel/ids.js';
import { GRANT_ENDED, type EndedAccess } from '../../../src/modules/grants/grant-ended.js';
import {
  GrantEndings,
  type Revocation,
} from '../../../src/modules/grants/grant-endings.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { JobRegistry } from '../../../src/platform/jobs/job-registry.js';
import type { ApiCaller } from '../../support/api-caller.js';
import { runJobs } from '../../support/run-jobs.js';
import { TestApp } from '../../support/test-app.js';
import { issueToken } from '../../support/test-token.js';
import { WebhookProject, type WebhookBody } from '../../support/webhook-project.js';
import { WebhookReceiver } from '../../support/webhook-receiver.js';

const BY_SYSTEM: Revocation = { reason: 'disconnected', actor: { kind: 'system' } };

describe('grant.revoked', () => {
  let receiver: WebhookReceiver;
  let server: TestApp;
  let project: WebhookProject;
  let caller: ApiCaller;
  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    server = await TestApp.start(receiver.variables);
  });
  afterAll(async () => {
    await server.stop();
    await receiver.stop();
  });
  beforeEach(async () => {
    receiver.clear();
    project = await WebhookProject.connect(server, receiver);
    ({ caller } = project);
  });

  /** A webhook of an API token of the project's owner. */
  async function watch(of = caller): Promise<WebhookBody> {
    const { userId } = of.app;
    const { secret } = await issueToken(server, { userId, projectIds: [of.project.id] });
    return project.create(['grant.revoked'], {
      post: (below, body) =>
        server.http.post(of.path(below)).send(body).set('Authorization', `Bearer ${secret}`),
    });
  }
  const inTransaction = <T>(work: (endings: GrantEndings, tx: never) => Promise<T>): Promise<T> =>
    server.app
      .get(Database)
      .transaction((tx) => work(server.app.get(GrantEndings, { strict: false }), tx as never));
  const told = () => receiver.received.map(({ body }) => body);
  const queued = () =>
    server.database.query<{ payload: EndedAccess }>(
      `SELECT j.payload FROM graphile_worker._private_jobs j
       JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = $1`,
      [GRANT_ENDED.name],
    );

  it('names the app that a person disconnected, why, and nobody', async () => {
    expect(await watch()).toMatchObject({ withheldTypes: [] });
    await caller.app.person.disconnect();
    await runJobs(server);
    expect(told()).toEqual([
      {
        type: 'grant.revoked',
        timestamp: expect.any(String) as string,
        data: {
          id: toWireId('grt', caller.app.grantId),
          project: toWireId('prj', caller.project.id),
          ...{ clientId: caller.app.clientId, appName: 'Example App', reason: 'disconnected' },
        },
      },
    ]);
  });

  it('is told once where the last project ends, and in each project apart', async () => {
    const second = await caller.app.addProject({ name: 'Café' });
    await watch();
    await inTransaction((endings, tx) =>
      endings.revokeProject(tx, caller.app.grantId, second.id, BY_SYSTEM),
    );
    await runJobs(server);
    expect(told()).toEqual([]);
    await inTransaction((endings, tx) =>
      endings.revokeProject(tx, caller.app.grantId, caller.project.id, BY_SYSTEM),
    );
    await runJobs(server);
    expect(told()).toHaveLength(1);
  });

  it('is not told of an ending that did not happen, nor where a service is connected again', async () => {
    await watch();
    const { grantId } = caller.app;
    const failed = inTransaction(async (endings, tx) => {
      await endings.revoke(tx, grantId, BY_SYSTEM);
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    const again = { ...BY_SYSTEM, reason: 'renewed' } as const;
    await inTransaction((endings, tx) =>
      endings.revokeProjects(tx, grantId, [caller.project.id], again),
    );
    await runJobs(server);
    expect(told()).toEqual([]);
  });

  it('is not told to the webhook of an app, whatever it asks for', async () => {
    expect((await project.create(['grant.revoked'])).withheldTypes).toEqual(['grant.revoked']);
    await inTransaction((endings, tx) => endings.revoke(tx, caller.app.grantId, BY_SYSTEM));
    await runJobs(server);
    expect(told()).toEqual([]);
  });

  it('stays in its project (E3)', async () => {
    await watch();
    const other = await WebhookProject.connect(server, receiver);
    await other.caller.app.person.disconnect();
    await runJobs(server);
    expect(told()).toEqual([]);
  });

  it('has the same id if the job runs again', async () => {
    await watch();
    await inTransaction((endings, tx) => endings.revoke(tx, caller.app.grantId, BY_SYSTEM));
    const [{ payload }] = (await queued()) as [{ payload: EndedAccess }];
    const all = server.app.get(JobRegistry, { strict: false }).all();
    await all.find(({ name }) => name === GRANT_ENDED.name)?.run(payload);
    await runJobs(server);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  });

  it('costs an ending one row, however many projects and webhooks there are', async () => {
    await caller.app.addProject({ name: 'Café' });
    await watch();
    await watch();
    await inTransaction((endings, tx) => endings.revoke(tx, caller.app.grantId, BY_SYSTEM));
    const [{ payload }, ...more] = (await queued()) as [{ payload: EndedAccess }];
    expect([payload.projects.length, more]).toEqual([2, []]);
    const sql = 'SELECT id FROM webhook_deliveries WHERE project_id = $1';
    expect(await server.database.query(sql, [caller.project.id])).toEqual([]);
  });
});
