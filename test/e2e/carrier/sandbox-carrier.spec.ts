import { eventually } from '../../support/eventually.js';
import { PRICE } from '../../support/sending.js';
import { SendingStory } from '../../support/sending-story.js';
import { TestApp } from '../../support/test-app.js';

/** With the worker: from the outbox to the phone, and back through the route for reports. */
describe('the sandbox carrier', () => {
  let server: TestApp;
  let story: SendingStory;
  beforeAll(async () => (server = await TestApp.start({ JOB_CONCURRENCY: '2' })));
  afterAll(() => server.stop());
  beforeEach(async () => (story = await SendingStory.begin(server)));

  const reports = (id: string) =>
    server.database.query<{ status: string; applied: boolean }>(
      'SELECT status, applied FROM carrier_reports WHERE message_id = $1 ORDER BY id',
      [id],
    );

  /** Waits for so many reports. */
  const reported = (id: string, count: number) =>
    eventually(async () => {
      const all = await reports(id);
      return all.length >= count ? all : undefined;
    });

  it.each([
    ['00', 'delivered', null, ['enqueued', 'delivered']],
    ['01', 'failed', 'absent_subscriber', ['enqueued', 'failed']],
    ['04', 'delivered', null, ['enqueued', 'buffered', 'delivered']],
    ['10', 'delivered', null, ['enqueued', 'delivered']],
    ['77', 'delivered', null, ['enqueued', 'delivered']],
  ])('reports on a number that ends with %s: %s', async (digits, status, code, history) => {
    const [id = ''] = await story.sendTo(digits);
    const message = await story.reaches(id, status);
    expect(message).toMatchObject({ code, submissions: 1, charge: 'captured' });
    // A report may be faster than the answer to the submission.
    expect(message.history.filter((each) => each !== 'sent')).toEqual(history);
    await eventually(async () => ((await story.message(id)).state === null ? true : undefined));
    expect(await story.funds()).toMatchObject({ reserved: 0n, captured: PRICE });
  });

  it('rejects a submission, which costs nothing', async () => {
    const [id = ''] = await story.sendTo('03');
    expect(await story.reaches(id, 'rejected')).toMatchObject({
      ...{ code: 'blocked_number', charge: 'released', state: null, submissions: null },
      attempts: ['rejected'],
    });
    expect(await story.funds()).toMatchObject({ reserved: 0n, captured: 0n });
  });

  it('may report twice and in any order', async () => {
    const [twice = '', disordered = ''] = await story.sendTo('06', '07');
    expect(await reported(twice, 3)).toEqual([
      { status: 'delivered', applied: true },
      { status: 'delivered', applied: false },
      { status: 'delivered', applied: false },
    ]);
    expect(await reported(disordered, 3)).toEqual([
      { status: 'delivered', applied: true },
      { status: 'buffered', applied: false },
      { status: 'accepted', applied: false },
    ]);
    for (const id of [twice, disordered]) {
      expect(await story.message(id)).toMatchObject({ status: 'delivered', charge: 'captured' });
    }
    expect(await story.funds()).toMatchObject({ reserved: 0n, captured: 2n * PRICE });
  });

  it('brings a STOP: the number gets one confirmation and nothing more', async () => {
    const contactId = await story.contact('08');
    await story.send([contactId]);
    // The phone replies STOP to the confirmation, too.
    const all = await eventually(async () => {
      const messages = await story.messages();
      return messages.filter(({ status }) => status === 'received').length === 2
        ? messages
        : undefined;
    });
    expect(all.filter(({ status }) => status !== 'received')).toHaveLength(2);
    expect(await story.send([contactId])).toMatchObject([{ reason: 'unsubscribed_contact' }]);
    const [contact] = await server.database.query(
      'SELECT is_subscribed_sms, sms_blocked_at IS NOT NULL AS blocked FROM contacts WHERE id = $1',
      [contactId],
    );
    expect(contact).toEqual({ is_subscribed_sms: false, blocked: true });
  });

  it('delivers a batch, and the funds add up', async () => {
    const digits = Array.from({ length: 30 }, (_, index) => String(20 + index));
    const ids = await story.sendTo(...digits, '03', '01');
    await Promise.all(ids.slice(0, 30).map((id) => story.reaches(id, 'delivered')));
    await story.reaches(ids[30] ?? '', 'rejected');
    await story.reaches(ids[31] ?? '', 'failed');
    expect(await story.funds()).toMatchObject({ reserved: 0n, captured: 31n * PRICE });
  });
});
