import { fromWireId, newId } from '../../src/kernel/ids.js';
import { Database } from '../../src/platform/database/database.js';
import { JobRegistry } from '../../src/platform/jobs/job-registry.js';
import { WebhookEvents } from '../../src/product-api/webhooks/webhook-events.service.js';
import type { WebhookType } from '../../src/product-api/webhooks/webhook-types.js';
import { ApiCaller } from './api-caller.js';
import type { TestApp } from './test-app.js';
import type { WebhookReceiver } from './webhook-receiver.js';

export interface WebhookBody {
  readonly id: string;
  readonly secret: string;
  readonly version: number;
  readonly [member: string]: unknown;
}

/** A project with an app that has webhooks there, and events of the project. */
export class WebhookProject {
  private constructor(
    private readonly server: TestApp,
    private readonly receiver: WebhookReceiver,
    readonly caller: ApiCaller,
  ) {}

  static async connect(server: TestApp, receiver: WebhookReceiver): Promise<WebhookProject> {
    return new WebhookProject(server, receiver, await ApiCaller.connect(server));
  }

  async create(
    types: readonly string[] = ['message.status'],
    from: Pick<ApiCaller, 'post'> = this.caller,
  ): Promise<WebhookBody> {
    const { body } = await from.post('/webhook', { url: this.receiver.url, types }).expect(201);
    return (body as { entity: WebhookBody }).entity;
  }

  patch(id: string, body: object, { authorization } = this.caller) {
    const request = this.server.http.patch(this.caller.path(`/webhook/${id}`)).send(body);
    return request.set('Authorization', authorization);
  }

  async read(id: string): Promise<WebhookBody> {
    const { body } = await this.caller.get(`/webhook/${id}`).expect(200);
    return (body as { entity: WebhookBody }).entity;
  }

  async deliveriesOf(
    id: string,
    query: Record<string, string> = {},
  ): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { body } = await this.caller.get(`/webhook/${id}/deliveries`, query).expect(200);
    return (body as { entities: Readonly<Record<string, unknown>>[] }).entities;
  }

  /** Something happened; `fails`: and its transaction is rolled back. */
  announce(
    type: WebhookType = 'message.status',
    data: Readonly<Record<string, string>> = { status: 'delivered' },
    fails = false,
  ): Promise<void> {
    return this.server.app.get(Database).transaction(async (tx) => {
      const fact = { projectId: this.caller.project.id, type, subjectId: newId(), data };
      await this.server.app.get(WebhookEvents, { strict: false }).announce(tx, fact);
      if (fails) throw new Error('rolled back');
    });
  }

  /** What the queue would do, at once: every delivery that is queued now, whenever it is due. */
  async deliver(): Promise<void> {
    const jobs = await this.server.database.query<{ payload: object }>(
      `WITH taken AS (DELETE FROM graphile_worker._private_jobs j USING graphile_worker._private_tasks t
         WHERE t.id = j.task_id AND t.identifier = 'deliver-webhook' RETURNING j.payload)
       SELECT payload FROM taken`,
    );
    const registered = this.server.app.get(JobRegistry, { strict: false }).all();
    const job = registered.find(({ name }) => name === 'deliver-webhook');
    for (const { payload } of jobs) await job?.run(payload);
  }

  /** Of the row of a webhook, whose UUID is `$1`. */
  change(id: string, set: string): Promise<unknown> {
    const values = [fromWireId('whk', id)];
    return this.server.database.query(`UPDATE webhooks SET ${set} WHERE id = $1`, values);
  }
}
