import { newId } from '../../src/kernel/ids.js';
import { CampaignCaller, type SeenCampaign } from '../support/campaign-caller.js';
import { eventually } from '../support/eventually.js';
import { addContactRows } from '../support/large-tables/many-contacts.js';
import { fundsOf, PRICE } from '../support/sending.js';
import { buildOnce } from '../support/spawned-server.js';
import { SpawnedWorker } from '../support/spawned-worker.js';
import { TestApp } from '../support/test-app.js';

/** `npm run test:races` has the whole of it. */
const [RECIPIENTS, KILLS] = process.env.RACE_ROUNDS === undefined ? [600, 3] : [5_000, 20];

const DEADLINE_MS = 600_000;
const SECRET_KEY = '0f8b7f0c9d3e4a52b1c6d7e8f9a0b1c2';
const CARRIER = {
  SMS_QUIET_HOURS: 'off',
  SMS_COUNTRY_RATE: '10000',
  SANDBOX_REPORT_SECONDS: '3600',
};

describe(`a campaign to ${String(RECIPIENTS)} recipients, whose worker is killed ${String(KILLS)} times`, () => {
  let server: TestApp;
  let caller: CampaignCaller;

  beforeAll(async () => {
    buildOnce();
    server = await TestApp.start({ ...CARRIER, CONFIRM_ABOVE: '1000000' });
    caller = await CampaignCaller.connect(server, { funds: BigInt(RECIPIENTS) * PRICE });
    await addRecipients();
    // An app may send a thousand a day, unless it is given more.
    await query(
      'UPDATE grant_projects SET max_messages_per_day = $2, max_spend_per_month = $3 WHERE project_id = $1',
      ...[caller.api.project.id, RECIPIENTS, String(BigInt(RECIPIENTS) * PRICE)],
    );
  });
  afterAll(() => server.stop());

  const query = <Row>(sql: string, ...values: unknown[]) =>
    server.database.query<Row & object>(sql, values);

  const addRecipients = (): Promise<void> => {
    const contacts = Array.from({ length: RECIPIENTS }, (_, i) => ({
      ...{ id: newId(), project_id: caller.api.project.id, user_id: `user ${String(i)}` },
      // The sandbox decides by the last two digits.
      ...{ phone_mobile: `+34600${String(i).padStart(4, '0')}00`, country: 'ES', attributes: {} },
      ...{ is_subscribed_sms: true, is_subscribed_email: true, is_subscribed_whatsapp: true },
      ...{ client_lists: [], client_tags: [], created_at: new Date(), updated_at: new Date() },
    }));
    return addContactRows(server.database.pool, {
      ...{ contacts, contact_events: [], segment_members: [], sms_messages: [] },
    });
  };

  const startWorker = (): Promise<SpawnedWorker> =>
    SpawnedWorker.start({
      ...{ ...CARRIER, SECRET_KEY, WORKER_CONCURRENCY: '4', ISSUER_URL: server.origin },
      ...{ DATABASE_URL: server.database.url, SEED_DEMO_DATA: 'false' },
    });

  /** Messages made and submitted. */
  const progress = async (): Promise<number> => {
    const [row] = await query<{ done: number }>(
      `SELECT ((SELECT count(*) FROM sms_messages) + (SELECT count(*) FROM sandbox_outbox))::int AS done`,
    );
    return row?.done ?? 0;
  };

  /** As if the minutes had passed after which a step, or a submission, counts as lost; and what the schedule does then. */
  const letMinutesPass = async (): Promise<void> => {
    await query(
      `UPDATE campaigns SET next_at = now() - interval '3 minutes' WHERE status = 'sending'`,
    );
    await query(`UPDATE sms_queue SET due_at = now() - interval '1 second' WHERE state <> 'sent'`);
    await query(`SELECT graphile_worker.add_job('watch-campaigns')`);
    await query(`SELECT graphile_worker.add_job('follow-up-messages')`);
  };

  /** What was interrupted is tried again after a while. */
  const letWaitsPass = async (): Promise<void> => {
    const due = await query(
      `UPDATE sms_queue SET due_at = now() WHERE state = 'waiting' AND due_at > now() RETURNING 1`,
    );
    if (due.length > 0) await query(`SELECT graphile_worker.add_job('dispatch-messages')`);
  };

  const before = (deadline: number): true => {
    if (Date.now() > deadline) throw new Error('It has taken too long.');
    return true;
  };

  /** Once so much is done. */
  const killAt = async (done: number, deadline: number): Promise<void> => {
    const worker = await startWorker();
    await eventually(async () => {
      before(deadline);
      await letWaitsPass();
      return (await progress()) >= done ? true : undefined;
    });
    await worker.stop('SIGKILL');
    await letMinutesPass();
  };

  const untilSent = async ({ id }: SeenCampaign, deadline: number): Promise<void> => {
    await eventually(async () => {
      before(deadline);
      await letWaitsPass();
      const [left] = await query<{ count: number }>(
        `SELECT count(*)::int AS count FROM sms_queue WHERE state <> 'sent'`,
      );
      const { status } = await caller.read(id);
      return status === 'sent' && left?.count === 0 ? true : undefined;
    });
  };

  it(
    'texts each recipient exactly once, and the funds add up to the cent',
    async () => {
      const deadline = Date.now() + DEADLINE_MS;
      const draft = await caller.draft({ options: [{ text: 'Hello {{_user_id}}' }] });
      expect((await caller.act(draft, 'send')).status).toBe(200);
      const steps = Math.floor((2 * RECIPIENTS) / (KILLS + 2));
      for (let kill = 1; kill <= KILLS; kill++) await killAt(kill * steps, deadline);
      const worker = await startWorker();
      await untilSent(draft, deadline);
      await worker.stopSurely();
      const [texted] = await query<Record<string, number>>(
        `SELECT count(*)::int AS messages, count(DISTINCT contact_id)::int AS contacts,
           (SELECT count(*)::int FROM sandbox_outbox) AS taken,
           (SELECT count(DISTINCT recipient)::int FROM sandbox_outbox) AS phones FROM sms_messages`,
      );
      const each = RECIPIENTS;
      expect(texted).toEqual({ messages: each, contacts: each, taken: each, phones: each });
      expect(await caller.read(draft.id)).toMatchObject({ stats: { enqueued: each, refused: [] } });
      expect(await fundsOf(server.database, caller.api.project.id)).toEqual({
        ...{ available: 0n, reserved: 0n, captured: BigInt(each) * PRICE },
      });
    },
    DEADLINE_MS,
  );
});
