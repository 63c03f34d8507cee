import { Suppressions } from '../../../src/product-api/audience/suppressions.service.js';
import { DispatchMessagesJob } from '../../../src/product-api/carrier/internal/dispatch/dispatch-messages.job.js';
import { FollowUpMessagesJob } from '../../../src/product-api/carrier/internal/dispatch/follow-up-messages.job.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { ApiTokenEndings } from '../../../src/modules/api-tokens/api-token-endings.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { PRICE } from '../../support/sending.js';
import { addMember, changeRole, signUp } from '../../support/shortcuts.js';
import { issueToken } from '../../support/test-token.js';
import { SendingStory } from '../../support/sending-story.js';
import { TestApp } from '../../support/test-app.js';

/** Without the worker: each step is taken by the test. */
describe('the dispatch of messages', () => {
  let server: TestApp;
  let story: SendingStory;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => (story = await SendingStory.begin(server)));

  const dispatch = (on = server) => on.app.get(DispatchMessagesJob, { strict: false }).run();
  const followUp = () => server.app.get(FollowUpMessagesJob, { strict: false }).run();
  const query = (sql: string, ...values: unknown[]) => server.database.query(sql, values);

  /** As if the time of every message had come. */
  const letTimePass = (state: string) =>
    query(`UPDATE sms_queue SET due_at = now() - interval '1 second' WHERE state = $1`, state);

  it('tries a temporary failure again, as another attempt', async () => {
    const [id = ''] = await story.sendTo('05');
    await dispatch();
    expect(await story.message(id)).toMatchObject({ state: 'waiting', attempts: ['failed'] });
    await dispatch();
    expect((await story.message(id)).attempts).toEqual(['failed']);
    await letTimePass('waiting');
    await dispatch();
    expect(await story.message(id)).toMatchObject({
      ...{ status: 'sent', state: 'sent', attempts: ['failed', 'accepted'], submissions: 1 },
    });
  });

  it('gives up after five attempts, which costs nothing', async () => {
    const [id = ''] = await story.sendTo('09');
    await dispatch();
    await query(
      `UPDATE sms_queue SET attempts = 5, state = 'submitting' WHERE message_id = $1`,
      id,
    );
    await letTimePass('submitting');
    await followUp();
    // Perhaps the carrier has it: a report may still come.
    expect(await story.message(id)).toMatchObject({ status: 'enqueued', state: 'sent' });
    await letTimePass('sent');
    await followUp();
    expect(await story.message(id)).toMatchObject({ status: 'unknown', charge: 'released' });
    expect(await story.funds()).toMatchObject({ reserved: 0n, captured: 0n });
  });

  it('submits again to a carrier that knows its messages, when there was no answer: nobody gets two', async () => {
    const [id = ''] = await story.sendTo('09');
    await dispatch();
    expect(await story.message(id)).toMatchObject({ attempts: ['unknown'], submissions: 1 });
    await letTimePass('waiting');
    await dispatch();
    expect(await story.message(id)).toMatchObject({
      ...{ attempts: ['unknown', 'accepted'], submissions: 2, charge: 'captured' },
    });
    expect(await story.funds()).toMatchObject({ reserved: 0n, captured: PRICE });
  });

  it('goes on with what a process had submitted when it was killed, and nobody gets two', async () => {
    const [id = ''] = await story.sendTo('02');
    await dispatch();
    // As before the answer was stored.
    await query(`UPDATE sms_queue SET state = 'submitting' WHERE message_id = $1`, id);
    await query('UPDATE sms_attempts SET outcome = NULL WHERE message_id = $1', id);
    await dispatch();
    expect(await story.message(id)).toMatchObject({ attempts: [null], submissions: 1 });
    await letTimePass('submitting');
    await followUp();
    expect(await story.message(id)).toMatchObject({ state: 'waiting', attempts: ['unknown'] });
    await letTimePass('waiting');
    await dispatch();
    expect(await story.message(id)).toMatchObject({
      ...{ status: 'sent', attempts: ['unknown', 'accepted'], submissions: 2 },
    });
  });

  it('expires what no report comes of, after two days', async () => {
    const [id = ''] = await story.sendTo('02');
    await dispatch();
    const [queued] = await query(
      `SELECT due_at > now() + interval '47 hours' AS later FROM sms_queue WHERE message_id = $1`,
      id,
    );
    expect(queued).toEqual({ later: true });
    await letTimePass('sent');
    await followUp();
    expect(await story.message(id)).toMatchObject({
      ...{ status: 'expired', code: 'no_report', state: null, charge: 'captured' },
    });
  });

  it('waits for the time of a scheduled message', async () => {
    const contactId = await story.contact('00');
    const [result] = await story.send([contactId], {
      scheduledAt: new Date(Date.now() + 3_600_000),
    });
    const id = result?.status === 'enqueued' ? result.id : '';
    await dispatch();
    expect(await story.message(id)).toMatchObject({ status: 'scheduled', state: 'waiting' });
    await letTimePass('waiting');
    await dispatch();
    expect(await story.message(id)).toMatchObject({ history: ['scheduled', 'sent'] });
  });

  it('cancels what its contact or access no longer allows, and releases the funds', async () => {
    const app = await ConnectedApp.register(server);
    const contacts = await Promise.all(['11', '12', '13', '14'].map((each) => story.contact(each)));
    await story.send(contacts.slice(0, 3), { purpose: 'marketing' });
    await query('UPDATE contacts SET is_subscribed_sms = false WHERE id = $1', contacts[0]);
    await query('UPDATE contacts SET deleted_at = now() WHERE id = $1', contacts[1]);
    const { id: foreign } = await app.addProject();
    await query(
      'UPDATE sms_messages SET grant_id = $2 WHERE contact_id = $1',
      contacts[2],
      app.grantId,
    );
    await story.send(contacts.slice(3));
    await dispatch();
    const states = (await story.messages()).map(({ status, code, charge }) => [
      status,
      code,
      charge,
    ]);
    expect(states).toEqual([
      ['canceled', 'unsubscribed', 'released'],
      ['canceled', 'contact_deleted', 'released'],
      // A grant for another project.
      ['canceled', 'access_ended', 'released'],
      ['sent', null, 'captured'],
    ]);
    expect(foreign).not.toBe(story.projectId);
    expect(await story.funds()).toMatchObject({ reserved: 0n, captured: PRICE });
  });

  it('cancels what an API token no longer may send: it was revoked, or its creator’s role is lower', async () => {
    const { projectId } = story;
    const [revoked, demoted, standing] = await Promise.all(
      ['21', '22', '23'].map(async (digits) => {
        const user = await signUp(server);
        await addMember(server, projectId, user.id, 'admin');
        const token = await issueToken(server, {
          ...{ userId: user.id, projectIds: [projectId], scopes: ['sms:send'] },
        });
        await story.send([await story.contact(digits)], {
          credential: { kind: 'api_token', id: token.id, testMode: false },
        });
        return { user, token };
      }),
    );
    await server.app
      .get(Database)
      .transaction((tx) =>
        server.app
          .get(ApiTokenEndings, { strict: false })
          .revoke(tx, revoked?.token.id ?? '', revoked?.user.id ?? ''),
      );
    await changeRole(server, projectId, demoted?.user.id ?? '', 'analyst');
    await dispatch();
    const byToken = await query(
      'SELECT status, status_code AS code FROM sms_messages WHERE api_token_id = ANY ($1) ORDER BY array_position($1, api_token_id)',
      [revoked, demoted, standing].map((each) => each?.token.id),
    );
    expect(byToken).toEqual([
      { status: 'canceled', code: 'access_ended' },
      { status: 'canceled', code: 'access_ended' },
      { status: 'sent', code: null },
    ]);
  });

  it('does not text a number that is suppressed, though its contact does not know of it', async () => {
    const [id = ''] = await story.sendTo('24');
    await server.app
      .get(Database)
      .transaction((tx) =>
        server.app.get(Suppressions, { strict: false }).stop(tx, story.projectId, '+34600000024'),
      );
    await dispatch();
    expect(await story.message(id)).toMatchObject({
      ...{ status: 'canceled', code: 'unsubscribed', charge: 'released', submissions: null },
    });
  });

  it('holds marketing in quiet hours, and nothing else', async () => {
    const quiet = await server.startReplica({ SMS_QUIET_HOURS: '0-24' });
    const contactId = await story.contact('00');
    await story.send([contactId], { purpose: 'marketing' });
    await story.send([contactId]);
    await dispatch(quiet);
    await quiet.stop();
    const [marketing, transactional] = await story.messages();
    expect(marketing).toMatchObject({ status: 'enqueued', state: 'waiting', attempts: [] });
    expect(transactional).toMatchObject({ status: 'sent' });
    await letTimePass('waiting');
    await dispatch();
    expect((await story.messages())[0]).toMatchObject({ status: 'sent' });
  });

  it('keeps to the throughput of a country', async () => {
    const slow = await server.startReplica({ SMS_COUNTRY_RATE: '1' });
    await story.sendTo('21', '22', '23', '24', '25');
    await dispatch(slow);
    await slow.stop();
    const states = (await story.messages()).map(({ state }) => state);
    expect(states.filter((state) => state === 'waiting').length).toBeGreaterThanOrEqual(2);
    expect(states.filter((state) => state === 'sent').length).toBeGreaterThanOrEqual(2);
  });

  it('of two processes gives each message to one', async () => {
    const other = await server.startReplica();
    await story.sendTo(...Array.from({ length: 40 }, (_, index) => String(20 + index)));
    await Promise.all([dispatch(), dispatch(other), dispatch(), dispatch(other)]);
    await other.stop();
    const all = await story.messages();
    expect(all.map(({ attempts }) => attempts)).toEqual(all.map(() => ['accepted']));
    expect(all.map(({ submissions }) => submissions)).toEqual(all.map(() => 1));
    expect(await story.funds()).toMatchObject({ reserved: 0n, captured: 40n * PRICE });
  });
});
