import { CampaignCaller } from '../campaign-caller.js';
import { fundsOf, PRICE } from '../sending.js';
import type { TestApp } from '../test-app.js';
import { addJobs, DisturbedSending, loseSubmissions } from './disturbed-sending.js';

/** A campaign of one text to so many recipients, whose funds suffice exactly, and which `disturb` disturbs. */
export async function sendDisturbedCampaign(
  server: TestApp,
  recipients: number,
  disturb: (sending: DisturbedSending) => Promise<void>,
): Promise<void> {
  const { database } = server;
  const caller = await CampaignCaller.connect(server, { funds: BigInt(recipients) * PRICE });
  await DisturbedSending.addRecipients(server, caller.api, recipients);
  await DisturbedSending.allow(server, caller.api, recipients);
  const draft = await caller.draft({ options: [{ text: 'Hello {{_user_id}}' }] });
  const sending = new DisturbedSending(server, caller.api, {
    messages: recipients,
    waits: [],
    async letMinutesPass() {
      await database.query(
        `UPDATE campaigns SET next_at = now() - interval '3 minutes' WHERE status = 'sending'`,
      );
      await loseSubmissions(server);
      await addJobs(server, 'watch-campaigns', 'follow-up-messages');
    },
    isMade: async () => (await caller.read(draft.id)).status === 'sent',
  });
  expect((await caller.act(draft, 'send')).status).toBe(200);
  await disturb(sending);
  const each = recipients;
  expect(await sending.sent()).toEqual([
    { messages: each, contacts: each, taken: each, phones: each },
  ]);
  expect(await caller.read(draft.id)).toMatchObject({ stats: { enqueued: each, refused: [] } });
  expect(await fundsOf(database, caller.api.project.id)).toEqual({
    ...{ available: 0n, reserved: 0n, captured: BigInt(each) * PRICE },
  });
}
