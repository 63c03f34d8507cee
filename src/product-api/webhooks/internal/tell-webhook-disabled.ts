import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import type { MailText } from '../../../platform/mail/mail.js';
import { Mailer } from '../../../platform/mail/mailer.service.js';
import { plainly } from '../../../platform/pages/names.js';

const FIND = statement(
  'webhook.find-concerned',
  `SELECT u.email, u.name AS person, p.name AS project
   FROM projects p
   JOIN memberships m ON m.project_id = p.id AND m.ended_at IS NULL AND m.role IN ('owner', 'admin')
   JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
   WHERE p.id = :projectId`,
  { email: 'text', person: 'text', project: 'text' },
);

interface Facts {
  readonly person: string;
  readonly project: string;
  readonly host: string;
}

const WHY = {
  failing: 'did not accept a message of ours for three days',
  gone: 'told us that it wants no more messages (410)',
} as const;

const mailOf = ({ person, project, host }: Facts, reason: keyof typeof WHY): MailText => ({
  subject: plainly`A webhook of ${project} was switched off`,
  text: [
    plainly`Hello ${person},`,
    plainly`the webhook of ${project} at ${host} ${WHY[reason]}. We send it nothing more.`,
    'Once the receiver works, switch it on again through the API: PATCH …/webhook/{id} with {"status":"active"}.',
  ].join('\n\n'),
});

/** Tells a project's owners and admins that a webhook was disabled. */
@Injectable()
export class TellWebhookDisabled {
  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
  ) {}

  async execute(
    tx: EntityManager,
    { projectId, url }: { readonly projectId: string; readonly url: string },
    reason: keyof typeof WHY,
  ): Promise<void> {
    const { host } = new URL(url);
    for (const { email, ...facts } of await this.database.queryIn(tx, FIND, { projectId })) {
      await this.mailer.queue(tx, { to: email, ...mailOf({ ...facts, host }, reason) });
    }
  }
}
