import { TIER_POLICIES } from '../../../../src/modules/verification/tier-policy.js';
import { CampaignCaller, type SeenCampaign } from '../../../support/campaign-caller.js';
import { runJobs } from '../../../support/run-jobs.js';
import { TestApp } from '../../../support/test-app.js';

describe('the estimate of a campaign', () => {
  let server: TestApp;
  let caller: CampaignCaller;
  beforeAll(async () => (server = await TestApp.start({ SMS_QUIET_HOURS: 'off' })));
  afterAll(() => server.stop());
  beforeEach(async () => (caller = await CampaignCaller.connect(server)));

  const ceilingOf = async (draft: SeenCampaign): Promise<unknown> => {
    const { body } = await caller.api.post(`/campaign/${draft.id}/estimate`, {}).expect(200);
    return (body as { metadata: { ceiling: unknown } }).metadata.ceiling;
  };

  it('says what the app may still send and spend (N1)', async () => {
    await caller.addContacts(4);
    const { messagesPerDay } = TIER_POLICIES.verified;
    const before = { messages: messagesPerDay, money: '500.00' };
    expect(await ceilingOf(await caller.draft())).toMatchObject(before);
    const sent = await caller.draft();
    expect((await caller.act(sent, 'send')).status).toBe(200);
    await runJobs(server, async () => (await caller.read(sent.id)).status !== 'sending');
    const left = { messages: messagesPerDay - 4, money: '499.80' };
    expect(await ceilingOf(await caller.draft())).toMatchObject(left);
  });
});
