import { toWireId } from '../../../src/kernel/ids.js';
import { ApiCaller } from '../api-caller.js';
import { activate } from '../automations.js';
import { fundsOf, makeReadyToSend, PRICE } from '../sending.js';
import type { TestApp } from '../test-app.js';
import { addJobs, DisturbedSending, loseSubmissions } from './disturbed-sending.js';

const STEPS = 5;
/** Of one call. */
const AT_ONCE = 100;

/** So many enrolments in an automation of five texts, whose funds suffice exactly, and which `disturb` disturbs. */
export async function runDisturbedAutomation(
  server: TestApp,
  contacts: number,
  disturb: (sending: DisturbedSending) => Promise<void>,
): Promise<void> {
  const { database } = server;
  const caller = await ApiCaller.connect(server);
  const funds = BigInt(contacts * STEPS) * PRICE;
  await makeReadyToSend(database, caller.project.id, { funds });
  const ids = await DisturbedSending.addRecipients(server, caller, contacts);
  await DisturbedSending.allow(server, caller, contacts * STEPS);
  const steps = Array.from({ length: STEPS }, (_, at) => ({ send_sms: { text: `Text ${at}` } }));
  const path = await activate(caller, { trigger: { api: {} }, steps });
  for (let start = 0; start < contacts; start += AT_ONCE) {
    const contactIds = ids.slice(start, start + AT_ONCE).map((id) => toWireId('aud', id));
    await caller.post(`${path}/trigger`, { contactIds }).expect(200);
  }
  const sending = new DisturbedSending(server, caller, {
    messages: contacts * STEPS,
    waits: [
      {
        sql: `UPDATE automation_enrollments SET due_at = now() WHERE due_at > now() RETURNING 1`,
        job: 'run-automations',
      },
    ],
    async letMinutesPass() {
      await loseSubmissions(server);
      await addJobs(server, 'run-automations', 'follow-up-messages');
    },
    isMade: async () => {
      const left = await database.query(
        'SELECT FROM automation_enrollments WHERE ended_at IS NULL LIMIT 1',
      );
      return left.length === 0;
    },
  });
  await disturb(sending);
  const each = contacts;
  expect(await sending.sent()).toEqual(
    Array(STEPS).fill({ messages: each, contacts: each, taken: each, phones: each }),
  );
  expect((await caller.get(path)).body).toMatchObject({
    entity: { stats: { completed: each, messages: each * STEPS, stopped: 0, skipped: 0 } },
  });
  expect(await fundsOf(database, caller.project.id)).toEqual({
    ...{ available: 0n, reserved: 0n, captured: funds },
  });
}
