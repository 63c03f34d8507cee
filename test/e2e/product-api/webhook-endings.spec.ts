import { fromWireId } from '../../../src/kernel/ids.js';
import type { ApiCaller } from '../../support/api-caller.js';
import { takeMails } from '../../support/queued-mails.js';
import * as shortcuts from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';
import { issueToken } from '../../support/test-token.js';
import { WebhookProject } from '../../support/webhook-project.js';
import { WebhookReceiver } from '../../support/webhook-receiver.js';

describe('deliveries to webhooks', () => {
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

  describe('whose receiver fails', () => {
    it.each([
      ['says so', 500],
      ['redirects', 302],
    ])('are tried again when it %s', async (_case, status) => {
      const { id } = await project.create();
      Object.assign(receiver, { status, headers: { location: 'https://127.0.0.1/' } });
      await project.announce();
      await project.deliver();
      const [delivery] = await project.deliveriesOf(id);
      expect(delivery).toMatchObject({ state: 'pending', attempt: 1, responseCode: status });
      expect(delivery?.nextAttemptAt).not.toBeNull();
      expect((await project.read(id)).failingSince).not.toBeNull();
      // Others wait, so that a slow receiver does not keep the workers.
      await project.announce();
      await project.deliver();
      expect(receiver.received).toHaveLength(1);
      receiver.clear();
      await project.change(id, 'paused_until = NULL');
      await project.deliver();
      expect(receiver.received).toHaveLength(2);
      expect((await project.read(id)).failingSince).toBeNull();
    });

    it('are tried ten times in all', async () => {
      const { id } = await project.create();
      receiver.status = 503;
      await project.announce();
      for (let i = 0; i < 12; i++) {
        await project.change(id, 'paused_until = NULL');
        await project.deliver();
      }
      expect(receiver.received).toHaveLength(10);
      expect(await project.deliveriesOf(id, { state_eq: 'failed' })).toHaveLength(1);
    });

    it('are disabled after three days, and the admins are told', async () => {
      const { id } = await project.create();
      receiver.status = 500;
      await project.announce();
      await project.deliver();
      await takeMails(server);
      await project.change(id, `failing_since = now() - interval '73 hours', paused_until = NULL`);
      await project.deliver();
      expect(await project.read(id)).toMatchObject({
        status: 'disabled',
        disabledReason: 'failing',
      });
      const mails = await takeMails(server);
      expect(mails.map(({ to }) => to)).toEqual([caller.app.person.user.email]);
      await project.announce();
      await project.deliver();
      expect(receiver.received).toHaveLength(2);
      await caller.post(`/webhook/${id}/test`, {}).expect(409);
      const { body } = await project.patch(id, { status: 'active' }).expect(200);
      expect(body).toMatchObject({ entity: { disabledReason: null, failingSince: null } });
    });

    it('are disabled when it is gone for good', async () => {
      const { id } = await project.create();
      receiver.status = 410;
      await project.announce();
      await project.deliver();
      expect(await project.read(id)).toMatchObject({ status: 'disabled', disabledReason: 'gone' });
    });

    it('wait five seconds for an answer', async () => {
      const { id } = await project.create();
      receiver.status = null;
      await project.announce();
      await project.deliver();
      expect(await project.deliveriesOf(id)).toEqual([
        expect.objectContaining({ state: 'pending', attempt: 1, responseCode: null }),
      ]);
    });
  });

  describe('whose credential', () => {
    it.each([
      [
        'was disconnected',
        `UPDATE grants SET revoked_at = now(), revoked_reason = 'disconnected' WHERE id = $1`,
      ],
      [
        'was disconnected from the project',
        'UPDATE grant_projects SET revoked_at = now() WHERE grant_id = $1',
      ],
      [
        'rests on a membership that ended (E5)',
        `UPDATE memberships m SET ended_at = now() FROM grant_projects gp
         WHERE gp.membership_id = m.id AND gp.grant_id = $1`,
      ],
      [
        'was voided by a new password (E6)',
        `UPDATE users u SET consent_epoch = u.consent_epoch + 1 FROM grants g
         WHERE g.user_id = u.id AND g.id = $1`,
      ],
    ])('%s stop at once', async (_case, sql) => {
      const { id } = await project.create();
      await project.announce();
      await server.database.query(sql, [caller.app.grantId]);
      await project.deliver();
      expect(receiver.received).toEqual([]);
      const [row] = await server.database.query(
        'SELECT status, disabled_reason AS reason FROM webhooks WHERE id = $1',
        [fromWireId('whk', id)],
      );
      expect(row).toEqual({ status: 'disabled', reason: 'access_ended' });
    });

    it('is an API token stop with that (E4)', async () => {
      const made = await issueToken(server, {
        userId: caller.app.userId,
        projectIds: [caller.project.id],
      });
      const authorization = `Bearer ${made.secret}`;
      await project.create(['message.status'], {
        post: (below, body) =>
          server.http.post(caller.path(below)).send(body).set('Authorization', authorization),
      });
      await project.announce();
      await project.deliver();
      expect(receiver.received).toHaveLength(1);
      await project.announce();
      await server.database.query(
        `UPDATE api_tokens SET revoked_at = now(), revoked_reason = 'revoked' WHERE id = $1`,
        [made.id],
      );
      await project.deliver();
      expect(receiver.received).toHaveLength(1);
    });

    it('may do less now, are not told what it may not read (E5)', async () => {
      const { id } = await project.create();
      await project.announce();
      await shortcuts.changeRole(server, caller.project.id, caller.app.userId, 'viewer');
      await project.deliver();
      expect(receiver.received).toEqual([]);
      await shortcuts.changeRole(server, caller.project.id, caller.app.userId, 'owner');
      expect(await project.deliveriesOf(id)).toEqual([
        expect.objectContaining({ state: 'cancelled' }),
      ]);
      await project.announce();
      await project.deliver();
      expect(receiver.received).toHaveLength(1);
    });
  });
});
