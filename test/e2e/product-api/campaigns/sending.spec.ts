import { WatchCampaignsJob } from '../../../../src/product-api/campaigns/internal/watch-campaigns.job.js';
import { CampaignCaller, type SeenCampaign } from '../../../support/campaign-caller.js';
import { runJobs } from '../../../support/run-jobs.js';
import { fundsOf, PRICE } from '../../../support/sending.js';
import { SentMails } from '../../../support/sent-mails.js';
import { suspendApp } from '../../../support/suspensions.js';
import { storeWebhook } from '../../../support/webhooks.js';
import { TestApp } from '../../../support/test-app.js';

const CARRIER = { SMS_QUIET_HOURS: 'off', SMS_COUNTRY_RATE: '10000', SANDBOX_REPORT_SECONDS: '0' };

/** Without the worker: each test runs the queue. */
describe('the sending of campaigns', () => {
  let server: TestApp;
  let caller: CampaignCaller;

  const mails = new SentMails();
  beforeAll(async () => {
    server = await TestApp.start({ ...CARRIER, DATA_DIRECTORY: mails.directory });
  });
  afterAll(async () => {
    await server.stop();
    mails.burn();
  });
  beforeEach(async () => (caller = await CampaignCaller.connect(server)));

  const query = <Row = Record<string, unknown>>(sql: string, ...values: unknown[]) =>
    server.database.query<Row & object>(sql, values);
  const send = async (more: object = {}): Promise<SeenCampaign> => {
    const draft = await caller.draft(more);
    const { status, body } = await caller.act(draft, 'send');
    expect([status, body.code]).toEqual([200, undefined]);
    return draft;
  };
  const finish = (draft: SeenCampaign): Promise<void> =>
    runJobs(server, async () => !['sending'].includes((await caller.read(draft.id)).status));
  const textsOf = async (): Promise<Record<string, number>> => {
    const rows = await query<{ text: string; count: number }>(
      'SELECT text, count(*)::int AS count FROM sms_messages WHERE project_id = $1 GROUP BY text',
      caller.api.project.id,
    );
    return Object.fromEntries(rows.map(({ text, count }) => [text, count]));
  };
  const messages = async (): Promise<number> =>
    Object.values(await textsOf()).reduce((sum, count) => sum + count, 0);
  const watch = (): Promise<void> => server.app.get(WatchCampaignsJob, { strict: false }).run();
  const funds = () => fundsOf(server.database, caller.api.project.id);

  it('goes from a draft to a report', async () => {
    await caller.addContacts(3);
    await caller.addContacts(1, '01');
    const options = [{ text: 'Hola {{_first_name|amiga}}' }];
    const draft = await caller.draft({ options });
    const estimate = await caller.api.post(`/campaign/${draft.id}/estimate`, {}).expect(200);
    expect(estimate.body.entity).toMatchObject({
      ...{ recipients: 4, totalParts: 4, totalCost: '0.20', rendered: 4, unsendable: 0 },
      ...{
        parts: { min: 1, avg: '1.00', max: 1 },
        cost: { min: '0.05', avg: '0.05', max: '0.05' },
      },
      excluded: { noPhone: 0, unsubscribed: 0, acceptsNo: 0 },
    });
    expect((await caller.act(draft, 'send')).body.entity.status).toBe('sending');
    await finish(draft);
    await runJobs(server);
    expect(await caller.read(draft.id)).toMatchObject({
      ...{ status: 'sent', stats: { enqueued: 4, refused: [] } },
      snapshot: { recipients: 4, estimatedParts: 4, estimatedCost: '0.20' },
    });
    expect(await textsOf()).toEqual({ 'Hola Lucía': 4 });
    const { body } = await caller.api.get(`/campaign/${draft.id}/report`).expect(200);
    expect(body.entity).toMatchObject({ status: 'sent', recipients: 4, refused: [] });
    expect(body.entity.total).toMatchObject({ messages: 4, sent: 4, waiting: 0, cost: '0.20' });
    expect(body.entity.options).toMatchObject([{ option: 0, weight: 100, messages: 4 }]);
    expect(await funds()).toMatchObject({ reserved: 0n, captured: 4n * PRICE });
  });

  it('leaves out who has no number, has unsubscribed or does not accept it', async () => {
    const ids = await caller.addContacts(5);
    const set = (at: number, sql: string): Promise<unknown> =>
      query(
        `UPDATE contacts SET ${sql} WHERE id = (SELECT id FROM contacts WHERE project_id = $1
         ORDER BY id OFFSET $2 LIMIT 1)`,
        ...[caller.api.project.id, at],
      );
    expect(ids).toHaveLength(5);
    await set(0, 'is_subscribed_sms = false');
    await set(1, 'accepts_marketing_sms = false');
    await set(2, 'phone_mobile = NULL');
    const all = { rule: { root: { key: '_date_updated', operator: 'exists', values: [] } } };
    const draft = await send({ audience: all });
    await finish(draft);
    expect(await caller.read(draft.id)).toMatchObject({
      ...{ status: 'sent', stats: { enqueued: 2 } },
      snapshot: { recipients: 2, excluded: { noPhone: 1, unsubscribed: 1, acceptsNo: 1 } },
    });
    expect(await messages()).toBe(2);
  });

  it('asks for consent again when the turn of a recipient has come', async () => {
    await caller.addContacts(30);
    // Ten at a time.
    const draft = await send({ throttlePerMinute: 60 });
    await runJobs(server, async () => (await messages()) > 0);
    await query(
      'UPDATE contacts SET is_subscribed_sms = false WHERE project_id = $1',
      caller.api.project.id,
    );
    await finish(draft);
    const { stats } = await caller.read(draft.id);
    expect(stats).toEqual({
      enqueued: 10,
      refused: [{ reason: 'unsubscribed_contact', count: 20 }],
    });
  });

  it('sends each text to its part of the recipients', async () => {
    await caller.addContacts(60);
    const draft = await send({
      options: [
        { text: 'One', weight: 50 },
        { text: 'Two', weight: 50 },
      ],
    });
    await finish(draft);
    const { One = 0, Two = 0 } = await textsOf();
    expect(One + Two).toBe(60);
    expect(Math.min(One, Two)).toBeGreaterThan(10);
    const { body } = await caller.api.get(`/campaign/${draft.id}/report`).expect(200);
    expect(body.entity.options).toMatchObject([{ messages: One }, { messages: Two }]);
  });

  it('stops when it is paused, and goes on with the rest', async () => {
    await caller.addContacts(30);
    const draft = await send({ throttlePerMinute: 60 });
    await runJobs(server, async () => (await messages()) > 0);
    expect((await caller.act(draft, 'pause')).body.entity.status).toBe('paused');
    await runJobs(server);
    expect(await messages()).toBe(10);
    expect((await caller.act(draft, 'resume')).body.entity.status).toBe('sending');
    await finish(draft);
    expect((await caller.read(draft.id)).status).toBe('sent');
    expect(await messages()).toBe(30);
  });

  it('is cancelled: what waits costs nothing, and nobody else gets a message', async () => {
    await caller.addContacts(30);
    const draft = await send({ throttlePerMinute: 60 });
    await runJobs(server, async () => (await messages()) > 0);
    await query(
      "UPDATE sms_queue SET due_at = now() + interval '1 hour' WHERE state = $1",
      'waiting',
    );
    const before = await funds();
    expect((await caller.act(draft, 'cancel')).body.entity.status).toBe('cancelled');
    expect(await funds()).toMatchObject({ reserved: 0n, captured: before.captured });
    await runJobs(server);
    expect(await messages()).toBe(10);
    expect(await query('SELECT FROM campaign_recipients')).toHaveLength(0);
    const { body } = await caller.api.get(`/campaign/${draft.id}/report`).expect(200);
    expect(body.entity.total.waiting).toBe(0);
  });

  it('is unpaid when the funds end, and goes on after a top-up', async () => {
    await caller.addContacts(30);
    const draft = await send();
    await query(
      `UPDATE organisation_funds SET available = $2 WHERE organisation_id =
       (SELECT organisation_id FROM projects WHERE id = $1)`,
      ...[caller.api.project.id, String(12n * PRICE)],
    );
    await finish(draft);
    expect(await caller.read(draft.id)).toMatchObject({
      status: 'unpaid',
      stats: { enqueued: 12 },
    });
    const refused = await caller.act(draft, 'resume');
    expect([refused.status, refused.body.estimated_cost]).toEqual([402, '0.90']);
    await query(
      `UPDATE organisation_funds SET available = $2 WHERE organisation_id =
       (SELECT organisation_id FROM projects WHERE id = $1)`,
      ...[caller.api.project.id, String(100n * PRICE)],
    );
    expect((await caller.act(draft, 'resume')).status).toBe(200);
    await finish(draft);
    expect(await caller.read(draft.id)).toMatchObject({ status: 'sent', stats: { enqueued: 30 } });
  });

  it('is held when the carrier refuses most of the first 200, and tells the admins', async () => {
    await caller.addContacts(250, '03');
    const draft = await send();
    await finish(draft);
    expect(await caller.read(draft.id)).toMatchObject({
      ...{ status: 'paused', holdReason: 'too_many_errors', stats: { enqueued: 200 } },
    });
    const [member] = await query<{ email: string }>(
      'SELECT email FROM users u JOIN memberships m ON m.user_id = u.id WHERE m.project_id = $1',
      caller.api.project.id,
    );
    await runJobs(server);
    expect(await mails.newest(member?.email ?? '', 'Spring')).toContain('did not take most');
  });

  const held = () =>
    query(
      `SELECT hold_reason AS reason FROM campaigns WHERE project_id = $1 AND status = 'paused'`,
      caller.api.project.id,
    );

  it('is held once the access that began it has ended, and goes on under another one', async () => {
    await caller.addContacts(5);
    const draft = await send();
    await query(
      `UPDATE memberships SET role = 'analyst' WHERE project_id = $1`,
      caller.api.project.id,
    );
    await finish(draft);
    expect(await messages()).toBe(0);
    expect(await held()).toEqual([{ reason: 'access_ended' }]);
    const [event] = await query<{ reason: string }>(
      `SELECT reason FROM audit_events WHERE type = 'campaign.held' AND project_id = $1`,
      caller.api.project.id,
    );
    expect(event).toEqual({ reason: 'access_ended' });
    await query(
      `UPDATE memberships SET role = 'owner' WHERE project_id = $1`,
      caller.api.project.id,
    );
    expect((await caller.act(draft, 'resume')).status).toBe(200);
    await finish(draft);
    expect(await messages()).toBe(5);
  });

  it('is held from the moment on when staff suspend the app that sent it (N11)', async () => {
    await caller.addContacts(5);
    await send();
    await suspendApp(server, caller.api.app.clientUuid);
    await runJobs(server, async () => (await held()).length > 0);
    expect(await held()).toEqual([{ reason: 'access_ended' }]);
    expect(await messages()).toBe(0);
  });

  it('begins at its date, once, however many processes look, and webhooks are told', async () => {
    await caller.addContacts(2);
    const webhook = { types: ['campaign.sending'], scopes: ['webhooks:write', 'campaigns:read'] };
    await storeWebhook(server.database, caller.api.project.id, webhook);
    const campaignAt = new Date(Date.now() + 86_400_000).toISOString();
    const draft = await caller.draft({ campaignAt });
    expect((await caller.act(draft, 'schedule')).status).toBe(200);
    await watch();
    expect((await caller.read(draft.id)).status).toBe('scheduled');
    await query(
      `UPDATE campaigns SET campaign_at = now() - interval '1 second' WHERE status = 'scheduled'`,
    );
    await Promise.all([watch(), watch(), watch()]);
    const told = await query<{ type: string }>(
      'SELECT type FROM webhook_deliveries WHERE project_id = $1',
      caller.api.project.id,
    );
    expect(told).toEqual([{ type: 'campaign.sending' }]);
    await finish(draft);
    expect((await caller.read(draft.id)).status).toBe('sent');
    expect(await messages()).toBe(2);
  });

  it('goes on after its job was lost with its process', async () => {
    await caller.addContacts(2);
    const draft = await send();
    await query('DELETE FROM graphile_worker._private_jobs');
    await watch();
    await runJobs(server);
    expect(await messages()).toBe(0);
    await query(
      `UPDATE campaigns SET next_at = now() - interval '3 minutes' WHERE status = 'sending'`,
    );
    await watch();
    await finish(draft);
    expect((await caller.read(draft.id)).status).toBe('sent');
    expect(await messages()).toBe(2);
  });

  it('waits until quiet hours end, by the clock of the project', async () => {
    await caller.addContacts(2);
    const hour = (offset: number): string => {
      const at = new Date(Date.now() + offset * 3_600_000);
      return at.toLocaleTimeString('en-GB', { timeZone: 'Europe/Madrid', timeStyle: 'short' });
    };
    await send({ quietHours: { start: hour(-2), end: hour(2) } });
    await runJobs(server, async () => {
      const [row] = await query<{ waits: boolean }>(
        `SELECT next_at > now() + interval '1 hour' AS waits FROM campaigns WHERE project_id = $1`,
        caller.api.project.id,
      );
      return row?.waits === true;
    });
    expect(await messages()).toBe(0);
  });
});
