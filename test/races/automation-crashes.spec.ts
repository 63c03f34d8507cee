import { setTimeout as sleep } from 'node:timers/promises';
import { ApiCaller } from '../support/api-caller.js';
import { activate } from '../support/automations.js';
import { eventually } from '../support/eventually.js';
import { fundsOf, makeReadyToSend, PRICE } from '../support/sending.js';
import { addContact } from '../support/shortcuts.js';
import { buildOnce, removeDirectory, temporaryDirectory } from '../support/spawned-server.js';
import { SpawnedWorker } from '../support/spawned-worker.js';
import { TestApp } from '../support/test-app.js';

/** All of it in `npm run test:races`. */
const IN_FULL = process.env.RACE_ROUNDS !== undefined;
const CONTACTS = IN_FULL ? 1_000 : 200;
const KILLS = IN_FULL ? 20 : 3;
const STEPS = 5;

describe('a process that runs automations is killed again and again', () => {
  let server: TestApp;
  let directory: string;
  beforeAll(async () => {
    buildOnce();
    server = await TestApp.start();
    directory = temporaryDirectory();
  });
  afterAll(async () => {
    await server.stop();
    removeDirectory(directory);
  });

  const startWorker = (): Promise<SpawnedWorker> =>
    SpawnedWorker.start({
      DATA_DIRECTORY: directory,
      DATABASE_URL: server.database.url,
      MIGRATION_DATABASE_URL: server.database.ownerUrl,
      SECRET_KEY: '0f8b7f0c9d3e4a52b1c6d7e8f9a0b1c2',
      WORKER_CONCURRENCY: '4',
      AUTOMATION_MESSAGES_PER_DAY: '100',
    });
  const count = async (sql: string): Promise<number> => {
    const [row] = await server.database.query<{ count: number }>(sql);
    return row?.count ?? 0;
  };
  const underWay = () =>
    count('SELECT count(*)::int FROM automation_enrollments WHERE ended_at IS NULL');
  const messages = () => count(`SELECT count(*)::int FROM sms_messages`);
  /** What the killed one had taken from the queue is locked for hours. */
  const queue = () =>
    server.database.query(
      `SELECT graphile_worker.add_job('enrollments-due') FROM generate_series(1, 4)`,
    );

  it('and each contact gets each message exactly once, and each message is paid once', async () => {
    const caller = await ApiCaller.connect(server);
    const funds = BigInt(2 * CONTACTS * STEPS) * PRICE;
    await makeReadyToSend(server.database, caller.project.id, { funds });
    const contacts: string[] = [];
    for (let at = 0; at < CONTACTS; at++) {
      contacts.push(await addContact(server.database, caller.project.id));
    }
    const steps = Array.from({ length: STEPS }, (_, at) => ({ send_sms: { text: `Text ${at}` } }));
    const path = await activate(caller, { trigger: { api: {} }, steps });
    for (let start = 0; start < CONTACTS; start += 100) {
      const contactIds = contacts.slice(start, start + 100);
      await caller.post(`${path}/trigger`, { contactIds }).expect(200);
    }
    let kills = 0;
    while (kills < KILLS && (await underWay()) > 0) {
      const worker = await startWorker();
      const before = await messages();
      await queue();
      // In the midst of the work, if there is any left.
      await eventually(
        async () => (await messages()) > before || (await underWay()) === 0 || undefined,
      );
      await sleep(Math.random() * 100);
      await worker.stop('SIGKILL');
      kills++;
    }
    const last = await startWorker();
    await queue();
    await eventually(async () => (await underWay()) === 0 || undefined);
    await last.stopSurely();

    const each = await server.database.query<{ messages: number; contacts: number }>(
      `SELECT count(*)::int AS messages, count(DISTINCT contact_id)::int AS contacts FROM sms_messages
       WHERE origin_kind = 'automation' GROUP BY origin_index`,
    );
    expect(each).toEqual(Array(STEPS).fill({ messages: CONTACTS, contacts: CONTACTS }));
    const { available, reserved, captured } = await fundsOf(server.database, caller.project.id);
    expect(reserved + captured).toBe(BigInt(CONTACTS * STEPS) * PRICE);
    expect(available).toBe(funds - reserved - captured);
    expect((await caller.get(path)).body).toMatchObject({
      entity: {
        stats: { completed: CONTACTS, messages: CONTACTS * STEPS, stopped: 0, skipped: 0 },
      },
    });
    process.stdout.write(`${String(kills)} kills during ${String(CONTACTS)} enrolments\n`);
  });
});
