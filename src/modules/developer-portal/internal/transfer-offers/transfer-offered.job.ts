import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { HandlesJob } from '../../../../platform/jobs/job-handler.decorator.js';
import { defineJob, type JobHandler } from '../../../../platform/jobs/job.js';
import { Mailer } from '../../../../platform/mail/mailer.service.js';
import { TRANSFERS_PATH } from '../portal-paths.js';
import { transferOfferedMail } from './transfer-mails.js';
import { FIND_OFFERED } from './transfer-offer.statements.js';

interface Offered {
  readonly id: string;
}

export const TRANSFER_OFFERED = defineJob<Offered>('transfer-offered');

/** Tells an address by mail which app it is offered. The mail has no secret: the page asks the person to sign in. */
@HandlesJob(TRANSFER_OFFERED)
export class TransferOfferedJob implements JobHandler<Offered> {
  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
    private readonly environment: Environment,
  ) {}

  async run({ id }: Offered): Promise<void> {
    const [row] = await this.database.query(FIND_OFFERED, { id });
    // Withdrawn, replaced or accepted since: no mail.
    if (!row) return;
    const link = `${this.environment.ISSUER_URL}${TRANSFERS_PATH}`;
    await this.mailer.send({ to: row.email, ...transferOfferedMail({ ...row, link }) });
  }
}
