import { buildOnce } from '../spawned-server.js';
import { TestApp } from '../test-app.js';
import { runDisturbedAutomation } from './disturbed-automation.js';
import { sendDisturbedCampaign } from './disturbed-campaign.js';
import { CARRIER, DISTURBED_MS, type DisturbedSending } from './disturbed-sending.js';

const IN_FULL = process.env.RACE_ROUNDS !== undefined;

const WORKS = [
  ['a campaign', sendDisturbedCampaign, IN_FULL ? 5_000 : 600],
  ['an automation', runDisturbedAutomation, IN_FULL ? 1_000 : 200],
] as const;

/** The tests of one disturbance: a campaign, and an automation. */
export function disturbances(
  how: string,
  disturb: (sending: DisturbedSending) => Promise<void>,
): void {
  describe.each(WORKS)(`%s ${how}`, (_what, run, contacts) => {
    let server: TestApp;
    beforeAll(async () => {
      buildOnce();
      server = await TestApp.start({ ...CARRIER, CONFIRM_ABOVE: '1000000' });
    });
    afterAll(() => server.stop());

    it(
      `texts each of ${String(contacts)} contacts exactly once at each step, and the funds add up to the cent`,
      () => run(server, contacts, disturb),
      DISTURBED_MS,
    );
  });
}
