import { fromWireId, toWireId } from '../../../src/kernel/ids.js';
import { ApiCaller } from '../../support/api-caller.js';
import { addContact } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';
import { WebhookProject, type WebhookBody } from '../../support/webhook-project.js';
import { isSignedBy, WebhookReceiver } from '../../support/webhook-receiver.js';

describe('webhooks', () => {
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

  describe('as entities', () => {
    it('show their secret once, and store it encrypted', async () => {
      const made = await project.create();
      expect(made.secret).toMatch(/^whsec_\S{44}$/);
      expect(made).toMatchObject({
        url: receiver.url,
        status: 'active',
        createdBy: toWireId('usr', caller.app.userId),
        grantId: toWireId('grt', caller.app.grantId),
        tokenId: null,
      });
      expect(await project.read(made.id)).not.toHaveProperty('secret');
      const [row] = await server.database.query<{ sealed: string }>(
        'SELECT secret_sealed AS sealed FROM webhooks WHERE id = $1',
        [fromWireId('whk', made.id)],
      );
      expect(row?.sealed).not.toContain(made.secret.slice(6));
    });

    it.each([
      'http://hooks.app.test/x',
      'https://localhost/x',
      'https://127.0.0.1/x',
      'https://10.0.0.1/x',
      'https://[::1]/x',
      'https://169.254.169.254/latest',
      'https://hooks.app.test:8443/x',
      'https://user:pass@hooks.app.test/x',
      'javascript:alert(1)//',
      'not a URL at all',
    ])('refuse the address %s (C12)', async (url) => {
      const { body } = await caller
        .post('/webhook', { url, types: ['message.status'] })
        .expect(400);
      expect(body).toMatchObject({ errors: [{ pointer: '/url' }] });
    });

    it('are told of nothing that their credential could not read', async () => {
      const narrow = await caller.narrowedTo('webhooks:write', 'webhooks:read', 'campaigns:read');
      const types = ['campaign.sent', 'message.status'];
      const made = await project.create(types, narrow);
      expect(made).toMatchObject({ types, withheldTypes: ['message.status'] });
      // Nor by way of a webhook that somebody with more made.
      const wide = await project.create(['message.status']);
      expect(wide.withheldTypes).toEqual([]);
      const changed = await project.patch(wide.id, { types }, narrow).expect(200);
      expect(changed.body).toMatchObject({ entity: { withheldTypes: ['message.status'] } });
      await project.announce();
      await project.deliver();
      expect(receiver.received).toEqual([]);
      await project.announce('campaign.sent', { status: 'sent' });
      await project.deliver();
      expect(receiver.received).toHaveLength(2);
    });

    it('are ten of a project at most', async () => {
      for (let i = 0; i < 10; i++) await project.create();
      const { body } = await caller
        .post('/webhook', { url: receiver.url, types: ['message.status'] })
        .expect(409);
      expect(body).toMatchObject({ code: 'conflict' });
    });

    it('change under the version that was read', async () => {
      const made = await project.create();
      const stale = project.patch(made.id, { status: 'disabled' }).set('If-Match', '"7"');
      await stale.expect(412);
      const fresh = project.patch(made.id, { status: 'disabled' }).set('If-Match', '"1"');
      const { body } = await fresh.expect(200);
      expect(body).toMatchObject({
        entity: { status: 'disabled', disabledReason: 'requested', version: 2 },
      });
    });

    it('go with their deliveries', async () => {
      const made = await project.create();
      await project.announce();
      const request = server.http
        .delete(caller.path(`/webhook/${made.id}`))
        .set('Authorization', caller.authorization);
      await request.expect(204);
      await caller.get(`/webhook/${made.id}`).expect(404);
      await project.deliver();
      expect(receiver.received).toEqual([]);
    });
  });

  describe('that are told', () => {
    it('get the event, signed, and nothing that its type does not list', async () => {
      const { id, secret } = await project.create();
      await project.announce('message.status', {
        status: 'delivered',
        to: '+34600000000',
        text: 'Hi',
      });
      await project.deliver();
      const [received] = receiver.received;
      expect(received?.body).toMatchObject({
        type: 'message.status',
        data: { status: 'delivered', project: toWireId('prj', caller.project.id) },
      });
      expect(received?.text).not.toContain('+34600000000');
      expect(received && isSignedBy(secret, received)).toBe(true);
      expect(received?.headers['content-type']).toBe('application/json');
      expect(await project.deliveriesOf(id)).toEqual([
        expect.objectContaining({
          state: 'delivered',
          attempt: 1,
          responseCode: 200,
          nextAttemptAt: null,
        }),
      ]);
    });

    it('get types that they named, of their project, and only what was committed', async () => {
      await project.create(['contact.created']);
      const other = await ApiCaller.connect(server);
      await other.post('/webhook', { url: receiver.url, types: ['message.status'] }).expect(201);
      await project.announce();
      const failing = project.announce('contact.created', {}, true);
      await expect(failing).rejects.toThrow('rolled back');
      await project.deliver();
      expect(receiver.received).toEqual([]);
    });

    it('are told of contacts that unsubscribe or are deleted', async () => {
      await project.create(['contact.unsubscribed', 'contact.deleted']);
      const id = await addContact(server.database, caller.project.id, { phone: '+34600000107' });
      const stream = '/audience/stream';
      await caller.post(`${stream}/sms-unsubscribe`, { audienceId: id }).expect(200);
      // The second time nothing changes.
      await caller.post(`${stream}/sms-unsubscribe`, { audienceId: id }).expect(200);
      await caller.post(`${stream}/delete-contact`, { audienceId: id }).expect(200);
      await project.deliver();
      const told = receiver.received.map(({ body: { type, data } }) => [type, data.id]);
      expect(told).toEqual([
        ['contact.unsubscribed', id],
        ['contact.deleted', id],
      ]);
    });

    it('get signatures by the old secret and the new one for a day', async () => {
      const { id, secret: old } = await project.create();
      const { body } = await caller.post(`/webhook/${id}/rotate-secret`, {}).expect(200);
      const { secret } = (body as { entity: WebhookBody }).entity;
      expect(secret).not.toBe(old);
      await project.announce();
      await project.deliver();
      await project.change(id, `previous_secret_until = now() - interval '1 second'`);
      await project.announce();
      await project.deliver();
      const signed = receiver.received.map((one) => [
        isSignedBy(old, one),
        isSignedBy(secret, one),
      ]);
      expect(signed).toEqual([
        [true, true],
        [false, true],
      ]);
    });

    it('get a test, and an event again with the same id', async () => {
      const { id } = await project.create();
      const test = await caller.post(`/webhook/${id}/test`, {}).expect(201);
      await project.deliver();
      const { id: delivery } = (test.body as { entity: { id: string } }).entity;
      const again = `/webhook/${id}/deliveries/${delivery}/redeliver`;
      await caller.post(again, {}).expect(201);
      await project.deliver();
      const [first, second] = receiver.received;
      expect(first?.body.type).toBe('webhook.test');
      expect(second?.text).toBe(first?.text);
      expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    });
  });
});
