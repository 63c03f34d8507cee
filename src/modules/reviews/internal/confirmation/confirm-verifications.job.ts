import type { EntityManager } from 'typeorm';
import { toWireId } from '../../../../kernel/ids.js';
import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import type { MailText } from '../../../../platform/mail/mail.js';
import { Mailer } from '../../../../platform/mail/mailer.service.js';
import { VerificationConfirmations } from '../../../verification/verification-confirmations.service.js';
import { APP_DEVELOPERS } from '../../../verification/app-developers.sql.js';
import { confirmSoonMail, verificationLapsedMail } from '../mails/review-mails.js';

const FIND_DEVELOPERS = statement(
  'confirm-verifications.find-developers',
  `SELECT u.email, u.name AS person, c.name AS app FROM clients c ${APP_DEVELOPERS}
   WHERE c.id = :clientId ORDER BY u.id LIMIT 50`,
  { email: 'text', person: 'text', app: 'text' },
);

type Facts = Parameters<typeof verificationLapsedMail>[0];

/**
 * Tells the developers 60, 30 and 7 days before a verification lapses, once each, and lets those lapse that nobody has
 * confirmed. Each batch commits with its mails.
 */
@RecurringJob('confirm-verifications', '20 6 * * *')
export class ConfirmVerificationsJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly confirmations: VerificationConfirmations,
    private readonly mailer: Mailer,
    private readonly environment: Environment,
  ) {}

  async run(): Promise<void> {
    while (await this.lapse());
    while (await this.notify());
  }

  private lapse(): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const lapsed = await this.confirmations.lapse(tx);
      for (const clientId of lapsed) await this.tell(tx, clientId, verificationLapsedMail);
      return lapsed.length > 0;
    });
  }

  private notify(): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const due = await this.confirmations.takeNotices(tx);
      for (const { clientId, days } of due) {
        await this.tell(tx, clientId, (facts) => confirmSoonMail({ ...facts, days }));
      }
      return due.length > 0;
    });
  }

  private async tell(
    tx: EntityManager,
    clientId: string,
    mailOf: (facts: Facts) => MailText,
  ): Promise<void> {
    const link = `${this.environment.ISSUER_URL}/developers/apps/${toWireId('app', clientId)}/verification`;
    const developers = await this.database.queryIn(tx, FIND_DEVELOPERS, { clientId });
    for (const { email, ...facts } of developers) {
      await this.mailer.queue(tx, { to: email, ...mailOf({ ...facts, link }) });
    }
  }
}
