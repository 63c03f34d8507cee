import { toWireId } from '../../../src/kernel/ids.js';
import { ApiCaller } from '../../support/api-caller.js';
import { eventually } from '../../support/eventually.js';
import { makeReadyToSend } from '../../support/sending.js';
import { TestApp } from '../../support/test-app.js';
import { WebhookProject } from '../../support/webhook-project.js';
import { WebhookReceiver } from '../../support/webhook-receiver.js';

interface Entity {
  readonly id: string;
  readonly items: readonly { readonly outcome: string }[];
}

/** With the worker: what happens over the API and at the carrier is told. */
describe('webhooks are told', () => {
  let receiver: WebhookReceiver;
  let server: TestApp;
  let caller: ApiCaller;
  let source: string;

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    server = await TestApp.start({ ...receiver.variables, JOB_CONCURRENCY: '2' });
    const project = await WebhookProject.connect(server, receiver);
    ({ caller } = project);
    await makeReadyToSend(server.database, caller.project.id);
    const types = ['message.status', 'message.inbound', 'contact.created', 'contact.updated'];
    await project.create([...types, 'import.completed']);
    source = (await made('/datasource', { name: 'Shop', audienceTags: [] })).id;
  });
  afterAll(async () => {
    await server.stop();
    await receiver.stop();
  });
  beforeEach(() => receiver.clear());

  async function made(path: string, body: object): Promise<Entity> {
    const answer = await caller.post(path, body);
    expect(answer.status).toBeLessThan(300);
    return (answer.body as { entity: Entity }).entity;
  }

  const ingest = (userId: string, phone: string): Promise<Entity> =>
    made(`/datasource/${source}/stream/contacts`, [{ _user_id: userId, _phone_mobile: phone }]);

  const contactOf = async (userId: string): Promise<string> => {
    const { body } = await caller.get(`/audience/user/${userId}`).expect(200);
    return (body as { entity: Entity }).entity.id;
  };

  /** The data of the first event of a type that has these members. */
  const told = (type: string, members: object) =>
    eventually(() => {
      const data = receiver.received.filter(({ body }) => body.type === type);
      return data.map(({ body }) => body.data).find((each) => hasAll(each, members));
    });

  it('of contacts that are made and changed', async () => {
    await ingest('C1', '+34600000100');
    const id = await contactOf('C1');
    const dataSourceId = source;
    expect(await told('contact.created', { id })).toMatchObject({ dataSourceId });
    await ingest('C1', '+34600000200');
    expect(await told('contact.updated', { id })).toMatchObject({ dataSourceId });
  });

  it('of each contact of a batch', async () => {
    const users = Array.from({ length: 30 }, (_, i) => `B${String(i)}`);
    await made(
      `/datasource/${source}/stream/contacts`,
      users.map((_user_id) => ({ _user_id })),
    );
    const ids = await Promise.all(users.map(contactOf));
    await Promise.all(ids.map((id) => told('contact.created', { id })));
    const events = receiver.received.map(({ body }) => body.data.id);
    expect(events.filter((id) => ids.includes(String(id)))).toHaveLength(30);
  });

  /** Sends a message to a new contact with this number. */
  const text = async (userId: string, phone: string) => {
    await ingest(userId, phone);
    const audienceId = await contactOf(userId);
    const { id } = await made(`/channel/sms/sms/direct/default/${audienceId}`, { text: 'Hello' });
    return { id, audienceId };
  };

  it('of messages: what the carrier took, what became of it, and what was answered', async () => {
    // No report of this one comes, which could overtake what is told.
    const { id, audienceId } = await text('C2', '+34600000302');
    expect(await told('message.status', { id, status: 'sent' })).toMatchObject({ audienceId });
    const delivered = await text('C4', '+34600000308');
    await told('message.status', { id: delivered.id, status: 'delivered' });
    // That phone answers STOP.
    const answered = { audienceId: delivered.audienceId };
    expect(await told('message.inbound', answered)).toBeDefined();
  });

  it('of imports that have ended', async () => {
    const { body } = await server.http
      .post(caller.path(`/datasource/${source}/import`))
      .set('Authorization', caller.authorization)
      .set('Content-Type', 'application/x-ndjson')
      .send('{"_user_id":"C3"}\n{}')
      .expect(202);
    const { id } = (body as { entity: Entity }).entity;
    expect(await told('import.completed', { id })).toMatchObject({
      ...{ status: 'complete', total: 2, completed: 1, failed: 1, dataSourceId: source },
      project: toWireId('prj', caller.project.id),
    });
  });
});

const hasAll = (data: Readonly<Record<string, unknown>>, members: object): boolean =>
  Object.entries(members).every(([name, value]) => data[name] === value);
