import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import type { MailText } from '../../../platform/mail/mail.js';
import { Mailer } from '../../../platform/mail/mailer.service.js';
import { plainly } from '../../../platform/pages/names.js';

/** Why a campaign does not go on. */
const SENTENCES: Readonly<Record<string, string>> = {
  access_ended: 'The access under which it was sent has ended.',
  budget_exceeded: 'The access under which it is sent has used up what it may spend.',
  content_invalid:
    'A segment, a field or a type of event that it names is gone, or its audience is too expensive.',
  insufficient_funds: 'The balance is used up. It can be resumed after a top-up.',
  sender_not_approved: 'Its sender may not be used.',
  too_many_errors: 'The carrier did not take most of the first messages.',
};

interface HeldCampaign {
  readonly projectId: string;
  readonly title: string;
  readonly reason: string;
}

const FIND = statement(
  'campaign-held.find',
  `SELECT u.email, u.name AS person, p.name AS project
   FROM projects p
   JOIN memberships m ON m.project_id = p.id AND m.ended_at IS NULL AND m.role IN ('owner', 'admin')
   JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
   WHERE p.id = :projectId`,
  { email: 'text', person: 'text', project: 'text' },
);

/** Tells the owners and admins of a project that the server has stopped a campaign. */
@Injectable()
export class TellHeld {
  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
  ) {}

  async tell(tx: EntityManager, { projectId, title, reason }: HeldCampaign): Promise<void> {
    const people = await this.database.queryIn(tx, FIND, { projectId });
    for (const { email, ...names } of people) {
      await this.mailer.queue(tx, { to: email, ...heldMail({ ...names, title, reason }) });
    }
  }
}

const heldMail = (facts: {
  readonly person: string;
  readonly project: string;
  readonly title: string;
  readonly reason: string;
}): MailText => ({
  subject: plainly`The campaign ${facts.title} has stopped`,
  text: [
    plainly`Hello ${facts.person},`,
    plainly`the campaign ${facts.title} in ${facts.project} was stopped before all of its messages were sent.`,
    SENTENCES[facts.reason] ?? '',
  ].join('\n\n'),
});
