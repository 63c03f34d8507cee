import { newId, toWireId } from '../../../../src/kernel/ids.js';
import { ExecuteInstruction } from '../../../../src/product-api/automations/internal/running/execute-instruction.js';
import { pointersOf } from '../../../support/answers.js';
import type { ApiCaller } from '../../../support/api-caller.js';
import { activate, addAutomation, letPass, runAutomations } from '../../../support/automations.js';
import { addContact } from '../../../support/shortcuts.js';
import { TestApp } from '../../../support/test-app.js';
import { WebhookProject } from '../../../support/webhook-project.js';
import { WebhookReceiver } from '../../../support/webhook-receiver.js';

const API = { trigger: { api: {} } };
const tell = (endpointId: string) => ({ webhook: { endpointId } });

describe('a step that tells a webhook', () => {
  let receiver: WebhookReceiver;
  let server: TestApp;
  let project: WebhookProject;
  let caller: ApiCaller;
  let endpoint: string;

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
    // It wants another type: who names it decides.
    endpoint = (await project.create(['import.completed'])).id;
  });
  afterEach(() => jest.restoreAllMocks());

  const enter = async (path: string, count = 1): Promise<string[]> => {
    const contactIds: string[] = [];
    for (let i = 0; i < count; i++) {
      contactIds.push(await addContact(server.database, caller.project.id));
    }
    await caller.post(`${path}/trigger`, { contactIds }).expect(200);
    return contactIds;
  };
  const told = () => receiver.received.map(({ body }) => body);
  const completed = async (path: string): Promise<unknown> =>
    ((await caller.get(path).expect(200)).body as { entity: { stats: { completed: number } } })
      .entity.stats.completed;

  it('names contact, automation, enrolment and step, to that webhook only', async () => {
    await project.create(['automation.activated', 'contact.updated']);
    const path = await activate(caller, { ...API, steps: [tell(endpoint)] });
    receiver.clear();
    const [audienceId] = await enter(path);
    await runAutomations(server);
    await project.deliver();
    const { body } = await caller.get(`${path}/enrollments`).expect(200);
    const [enrollment] = (body as { entities: { id: string }[] }).entities;
    expect(told().filter(({ type }) => type === 'automation.step')).toEqual([
      {
        type: 'automation.step',
        timestamp: expect.any(String) as string,
        data: {
          id: enrollment?.id,
          project: toWireId('prj', caller.project.id),
          ...{ automationId: path.split('/').at(-1), version: 1, step: '/steps/0', audienceId },
        },
      },
    ]);
    expect(await project.deliveriesOf(endpoint)).toEqual([
      expect.objectContaining({ type: 'automation.step', state: 'delivered' }),
    ]);
  });

  it('tells of each contact once, however often the job runs or fails at any point', async () => {
    const steps = [tell(endpoint), { wait: { duration: 'PT1H' } }, tell(endpoint)];
    const path = await activate(caller, { ...API, steps });
    const contacts = await enter(path, 3);
    // The first run has queued the events when its process dies: its transaction is undone.
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the `this` of each call
    const { execute } = ExecuteInstruction.prototype;
    const dies = jest
      .spyOn(ExecuteInstruction.prototype, 'execute')
      .mockImplementationOnce(async function (this: ExecuteInstruction, group) {
        await execute.call(this, group);
        throw new Error('killed');
      });
    await runAutomations(server);
    expect(dies).toHaveBeenCalled();
    await project.deliver();
    expect(told()).toEqual([]);
    for (let run = 0; run < 3; run++) {
      await letPass(server.database, '5 minutes');
      await runAutomations(server);
      await project.deliver();
    }
    const of = (step: string) =>
      told()
        .filter(({ data }) => data.step === step)
        .map(({ data }) => data.audienceId)
        .sort();
    expect(of('/steps/0')).toEqual([...contacts].sort());
    await letPass(server.database, '1 hour');
    // Two processes at once.
    await Promise.all([runAutomations(server), runAutomations(server)]);
    await runAutomations(server);
    await project.deliver();
    expect(of('/steps/2')).toEqual([...contacts].sort());
    expect(told()).toHaveLength(6);
    expect(await completed(path)).toBe(3);
  });

  it('is tried again with the same id', async () => {
    const path = await activate(caller, { ...API, steps: [tell(endpoint)] });
    await enter(path);
    await runAutomations(server);
    receiver.status = 500;
    await project.deliver();
    receiver.status = 200;
    await project.change(endpoint, 'paused_until = NULL');
    await project.deliver();
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  });

  it('lets contacts go on when the webhook is disabled or gone', async () => {
    const other = (await project.create(['import.completed'])).id;
    const path = await activate(caller, { ...API, steps: [tell(endpoint), tell(other)] });
    await enter(path);
    await project.patch(endpoint, { status: 'disabled' }).expect(200);
    await caller.delete(`/webhook/${other}`).expect(204);
    await runAutomations(server);
    await project.deliver();
    expect(await project.deliveriesOf(endpoint)).toEqual([]);
    expect(await completed(path)).toBe(1);
  });

  it('is not delivered once the webhook may not read automations (E5)', async () => {
    const path = await activate(caller, { ...API, steps: [tell(endpoint)] });
    await enter(path);
    await runAutomations(server);
    await project.change(endpoint, `scopes = array_remove(scopes, 'automations:read')`);
    await project.deliver();
    expect(told()).toEqual([]);
    expect(await project.deliveriesOf(endpoint)).toEqual([
      expect.objectContaining({ state: 'cancelled' }),
    ]);
  });

  describe('is refused when it is written', () => {
    const refused = async (id: string) => {
      const answer = await caller
        .post('/automation', { ...API, title: 'x', steps: [{ exit: {} }, tell(id)] })
        .expect(400);
      expect(pointersOf(answer)).toEqual(['/steps/1/webhook/endpointId']);
    };

    it('if there is no such webhook in the project (E3)', async () => {
      await refused(toWireId('whk', newId()));
      await refused('whk_x');
      const neighbour = await WebhookProject.connect(server, receiver);
      await refused((await neighbour.create()).id);
    });

    it('if the webhook is disabled, or may not read automations', async () => {
      await project.patch(endpoint, { status: 'disabled' }).expect(200);
      await refused(endpoint);
      const narrow = await caller.narrowedTo('webhooks:write', 'sms:read');
      await refused((await project.create(['message.status'], narrow)).id);
    });

    it('in a change, too, and beside other faults', async () => {
      const { id } = await addAutomation(caller, {
        ...{ ...API, title: 'x', steps: [tell(endpoint)] },
      });
      const steps = [{ webhook: { endpointId: toWireId('whk', newId()) } }];
      const audience = { rule: { root: { key: 'unknown', operator: 'eq', values: [1] } } };
      const answer = await caller.patch(`/automation/${id}`, { audience, steps }).expect(400);
      expect(pointersOf(answer)).toEqual([
        ...['/audience/rule/root/key', '/steps/0/webhook/endpointId'],
      ]);
    });
  });

  it('keeps an automation from being activated once its webhook is of no use', async () => {
    const { id } = await addAutomation(caller, { ...API, title: 'x', steps: [tell(endpoint)] });
    await project.patch(endpoint, { status: 'disabled' }).expect(200);
    const activation = () => caller.post(`/automation/${id}/activate`, {}).set('If-Match', '"1"');
    expect(pointersOf(await activation().expect(422))).toEqual(['/steps/0/webhook/endpointId']);
    const { body } = await caller.post(`/automation/${id}/validate`, {}).expect(200);
    expect(body).toMatchObject({ entity: { valid: false, problems: [{ code: 'webhook' }] } });
    await project.patch(endpoint, { status: 'active' }).expect(200);
    await activation().expect(200);
  });
});
