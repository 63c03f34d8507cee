import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../../src/platform/database/database.js';
import { defineJob } from '../../../src/platform/jobs/job.js';
import { JobQueue } from '../../../src/platform/jobs/job-queue.service.js';
import { Mailer } from '../../../src/platform/mail/mailer.service.js';
import type { Mail } from '../../../src/platform/mail/mail.js';
import { eventually } from '../../support/eventually.js';
import { SmtpServer } from '../../support/smtp-server.js';
import { TestApp } from '../../support/test-app.js';

const MAIL: Mail = { to: 'ana@example.com', subject: 'Connected', text: 'Señora, it works.\n' };

const queue = (server: TestApp, mail: Mail): Promise<void> =>
  server.app.get(Database).transaction((tx) => server.app.get(Mailer).queue(tx, mail));

describe('mail without a mail server', () => {
  let server: TestApp;
  const directory = mkdtempSync(join(tmpdir(), 'ca-mail-'));
  const folder = join(directory, 'mail');
  beforeAll(async () => {
    server = await TestApp.start({ JOB_CONCURRENCY: '2', DATA_DIRECTORY: directory });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true });
  });

  const mails = (): string[] => {
    try {
      return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    } catch {
      return [];
    }
  };

  it('becomes a file nobody else may read, once its transaction has committed', async () => {
    await queue(server, MAIL);
    const mail = await eventually(() => mails().find((text) => text.includes('Connected')));
    expect(mail).toMatch(/^To: ana@example\.com\r?$/m);
    expect(mail).toMatch(/^Message-ID: <[0-9a-f-]{36}@localhost>\r?$/m);
    expect(mail).toContain('Se=C3=B1ora');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('is never sent for a transaction that failed (G10)', async () => {
    const failing = server.app.get(Database).transaction(async (tx) => {
      await server.app.get(Mailer).queue(tx, { ...MAIL, subject: 'Never' });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await queue(server, { ...MAIL, subject: 'Afterwards' });
    await eventually(() => mails().find((text) => text.includes('Afterwards')));
    expect(mails().join()).not.toContain('Never');
  });

  it('has one recipient and no headers but ours, whatever a name or address holds', async () => {
    const to = 'eva@example.com, mallory@example.com\r\nBcc: mallory@example.com';
    await server.app.get(Mailer).send({ ...MAIL, to, subject: 'x\r\nBcc: mallory@example.com' });
    const mail = await eventually(() => mails().find((text) => text.includes('mallory')));
    const head = String(mail.split(/\r?\n\r?\n/)[0]);
    expect(head).not.toMatch(/^Bcc:/im);
    expect(head.match(/^To:/gim)).toHaveLength(1);
  });

  it('goes on after every connection to the database has been cut', async () => {
    await server.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'connected-apps'`,
    );
    await eventually(() =>
      queue(server, { ...MAIL, subject: 'Still here' }).then(
        () => true,
        () => undefined,
      ),
    );
    await eventually(() => mails().find((text) => text.includes('Still here')));
  });

  it('cannot be queued for a job that nobody does', async () => {
    const kind = defineJob<{ x: number }>('nobody-does-this');
    const adding = server.app
      .get(Database)
      .transaction((tx) => server.app.get(JobQueue).add(tx, kind, { x: 1 }));
    await expect(adding).rejects.toThrow('nobody-does-this');
  });
});

describe('mail with a mail server that is busy at first', () => {
  it('is tried again, as the same mail', async () => {
    const smtp = await SmtpServer.start();
    smtp.refusals = 1;
    const server = await TestApp.start({ JOB_CONCURRENCY: '1', SMTP_URL: smtp.url });
    await queue(server, MAIL);
    const [failed] = await eventually(async () => {
      const rows = await server.database.query<{ id: string; last_error: string }>(
        'SELECT id, last_error FROM graphile_worker._private_jobs WHERE last_error IS NOT NULL',
      );
      return rows.length > 0 ? rows : undefined;
    });
    expect(failed?.last_error).toContain('451');
    expect(smtp.mails).toEqual([]);
    // Skips the delay before the second try.
    await server.database.query(
      'SELECT graphile_worker.reschedule_jobs(ARRAY[$1::bigint], run_at => now())',
      [failed?.id],
    );
    await eventually(() => smtp.mails[0]);
    expect(smtp.mails[0]).toContain('Subject: Connected');
    await server.stop();
    await smtp.stop();
  });
});
