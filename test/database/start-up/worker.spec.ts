import { buildOnce, SpawnedServer } from '../../support/spawned-server.js';
import { SpawnedWorker } from '../../support/spawned-worker.js';
import { SentMails } from '../../support/sent-mails.js';
import { TestDatabase } from '../../support/test-database.js';

const SECRET_KEY = 'Qm7xW2rVb9LkTz4NcHf8Yp3Sd6JgA1Eu';

/** Mail that a request left for a job. */
const MAIL = { to: 'ana@example.test', subject: 'Queued', text: 'By a request.' };

describe('npm run worker', () => {
  const mails = new SentMails();
  let database: TestDatabase;

  const variables = (): Record<string, string> => ({
    ...{ SECRET_KEY, DATABASE_URL: database.url, MIGRATION_DATABASE_URL: database.ownerUrl },
    ...{ DATA_DIRECTORY: mails.directory, SEED_DEMO_DATA: 'false' },
    // Of the file of variables that processes share: it is about those that serve.
    JOB_CONCURRENCY: '0',
  });

  const queueMail = (): Promise<unknown> =>
    database.query(`SELECT graphile_worker.add_job('send-mail', $1::json)`, [JSON.stringify(MAIL)]);

  beforeAll(async () => {
    buildOnce();
    database = await TestDatabase.create();
  });
  afterAll(async () => {
    await database.drop();
    mails.burn();
  });

  it('does the jobs that servers with JOB_CONCURRENCY=0 leave, and ends in order when told to', async () => {
    const server = await SpawnedServer.start(variables());
    await queueMail();
    const [worker, other] = await Promise.all([
      SpawnedWorker.start(variables()),
      SpawnedWorker.start(variables()),
    ]);
    await worker.untilItSays('4 jobs at once');
    expect(await mails.newest(MAIL.to, MAIL.subject)).toContain(MAIL.text);
    expect(mails.to(MAIL.to)).toHaveLength(1);
    expect(await Promise.all([worker, other].map((each) => each.stop()))).toEqual([0, 0]);

    await queueMail();
    await server.stop();
    // It has started no job in all that time: only the workers do.
    expect(mails.to(MAIL.to)).toHaveLength(1);
  });

  it('ends with a failure for who supervises it when its faults are in the environment', async () => {
    const given = { ...variables(), WORKER_CONCURRENCY: '0' };
    await expect(SpawnedWorker.start(given)).rejects.toThrow('WORKER_CONCURRENCY: ');
  });
});
