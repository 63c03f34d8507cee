import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../../src/kernel/ids.js';
import type { ApiCaller } from '../api-caller.js';
import { eventually } from '../eventually.js';
import { addContactRows } from '../large-tables/many-contacts.js';
import { PRICE } from '../sending.js';
import { SpawnedWorker } from '../spawned-worker.js';
import type { TestApp } from '../test-app.js';

const SECRET_KEY = '0f8b7f0c9d3e4a52b1c6d7e8f9a0b1c2';
/** For a carrier that takes everything at once. */
export const CARRIER = {
  SMS_QUIET_HOURS: 'off',
  SMS_COUNTRY_RATE: '10000',
  SANDBOX_REPORT_SECONDS: '3600',
};

/** Of a test that disturbs a worker. */
export const DISTURBED_MS = 600_000;
/** A disturbance comes within so many milliseconds after its part of the work is done. */
const LATER_MS = 100;

/** Rows that wait before they are tried again, and the job that does so. `sql` ends their waits and returns them. */
interface Waits {
  readonly sql: string;
  readonly job: string;
}

const WAITING_MESSAGES: Waits = {
  sql: `UPDATE sms_queue SET due_at = now() WHERE state = 'waiting' AND due_at > now() RETURNING 1`,
  job: 'dispatch-messages',
};

/** What a worker does, and a test disturbs. */
export interface DisturbedWork {
  /** Messages that there are in the end. */
  readonly messages: number;
  /** What was interrupted. */
  readonly waits: readonly Waits[];
  /** What the schedule does in time: as if the minutes had passed after which work counts as lost. */
  letMinutesPass(): Promise<void>;
  /** Whether all messages are made. */
  isMade(): Promise<boolean>;
}

/** Messages to many contacts of one project, sent by a worker process, and what is left of them if it is disturbed. */
export class DisturbedSending {
  private readonly deadline = Date.now() + DISTURBED_MS;

  constructor(
    private readonly server: TestApp,
    private readonly caller: ApiCaller,
    private readonly work: DisturbedWork,
  ) {}

  /** @returns UUIDs of new contacts */
  static async addRecipients(
    { database }: TestApp,
    { project }: ApiCaller,
    count: number,
  ): Promise<string[]> {
    const contacts = Array.from({ length: count }, (_, i) => ({
      ...{ id: newId(), project_id: project.id, user_id: `user ${String(i)}` },
      // The sandbox decides by the last two digits.
      ...{ phone_mobile: `+34600${String(i).padStart(4, '0')}00`, country: 'ES', attributes: {} },
      ...{ is_subscribed_sms: true, is_subscribed_email: true, is_subscribed_whatsapp: true },
      ...{ client_lists: [], client_tags: [], created_at: new Date(), updated_at: new Date() },
    }));
    await addContactRows(database.pool, { contacts });
    return contacts.map(({ id }) => id);
  }

  /** An app may send a thousand a day, unless it is given more. */
  static async allow(
    { database }: TestApp,
    { project }: ApiCaller,
    messages: number,
  ): Promise<void> {
    await database.query(
      'UPDATE grant_projects SET max_messages_per_day = $2, max_spend_per_month = $3 WHERE project_id = $1',
      [project.id, messages, String(BigInt(messages) * PRICE)],
    );
  }

  startWorker(): Promise<SpawnedWorker> {
    const { database, origin } = this.server;
    return SpawnedWorker.start({
      ...{ ...CARRIER, SECRET_KEY, WORKER_CONCURRENCY: '4', ISSUER_URL: origin },
      ...{
        DATABASE_URL: database.url,
        SEED_DEMO_DATA: 'false',
        AUTOMATION_MESSAGES_PER_DAY: '100',
      },
    });
  }

  /** Kills the worker so often, at moments that are spread over the work, and starts another one each time. */
  async killWorkers(times: number): Promise<void> {
    for (let kill = 1; kill <= times; kill++) {
      const worker = await this.startWorker();
      await this.until(kill, times, worker);
      await worker.stop('SIGKILL');
      await this.work.letMinutesPass();
    }
    const last = await this.startWorker();
    await this.untilSent(last);
    await last.stopSurely();
  }

  /** Cuts every connection of server and worker to the database so often. Both go on by themselves. */
  async cutConnections(times: number): Promise<void> {
    const worker = await this.startWorker();
    for (let cut = 1; cut <= times; cut++) {
      await this.until(cut, times, worker);
      const lost = await this.server.database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'connected-apps'`,
      );
      if (lost.length === 0) throw new Error('Nobody was connected.');
      await this.work.letMinutesPass();
    }
    await this.untilSent(worker);
    expect(await worker.stop()).toBe(0);
  }

  /** Messages that are made, and phones that got so many of them, by the place of the message in what was sent. */
  async sent(): Promise<readonly Sent[]> {
    return this.server.database.query<Sent>(
      `SELECT count(*)::int AS messages, count(DISTINCT m.contact_id)::int AS contacts,
         count(o.message_id)::int AS taken, count(DISTINCT o.recipient)::int AS phones
       FROM sms_messages m LEFT JOIN sandbox_outbox o ON o.message_id = m.id
       WHERE m.project_id = $1 GROUP BY m.origin_index ORDER BY m.origin_index`,
      [this.caller.project.id],
    );
  }

  /** A moment at which so many parts of the work are done. */
  private async until(disturbance: number, times: number, worker: SpawnedWorker): Promise<void> {
    const done = Math.floor((disturbance * 2 * this.work.messages) / (times + 2));
    await eventually(async () => {
      await this.letWaitsPass(worker);
      return (await this.progress()) >= done ? true : undefined;
    });
    await sleep(Math.random() * LATER_MS);
  }

  private async untilSent(worker: SpawnedWorker): Promise<void> {
    await eventually(async () => {
      await this.letWaitsPass(worker);
      const [left] = await this.server.database.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM sms_queue WHERE state <> 'sent'`,
      );
      return left?.count === 0 && (await this.work.isMade()) ? true : undefined;
    });
  }

  /** Messages made and submitted. */
  private async progress(): Promise<number> {
    const [row] = await this.server.database.query<{ done: number }>(
      `SELECT ((SELECT count(*) FROM sms_messages) + (SELECT count(*) FROM sandbox_outbox))::int AS done`,
    );
    return row?.done ?? 0;
  }

  /** What was interrupted is tried again after a while. */
  private async letWaitsPass(worker: SpawnedWorker): Promise<void> {
    if (worker.hasEnded) throw new Error(`The worker ended by itself:\n${worker.output}`);
    if (Date.now() > this.deadline) throw new Error('It has taken too long.');
    for (const { sql, job } of [WAITING_MESSAGES, ...this.work.waits]) {
      const due = await this.server.database.query(sql);
      if (due.length > 0) await addJobs(this.server, job);
    }
  }
}

interface Sent {
  readonly messages: number;
  readonly contacts: number;
  readonly taken: number;
  readonly phones: number;
}

/** As the schedule, or what lost its job, adds them. */
export async function addJobs({ database }: TestApp, ...names: readonly string[]): Promise<void> {
  for (const name of names) await database.query('SELECT graphile_worker.add_job($1)', [name]);
}

/** A submission counts as lost after minutes. */
export const loseSubmissions = ({ database }: TestApp): Promise<unknown> =>
  database.query(`UPDATE sms_queue SET due_at = now() - interval '1 second' WHERE state <> 'sent'`);
