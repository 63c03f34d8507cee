import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { Mailer } from '../../../platform/mail/mailer.service.js';
import { plainly } from '../../../platform/pages/names.js';
import type { AutomationRow } from './automation.statements.js';

const FIND_ADMINS = statement(
  'automation.find-admins',
  `SELECT u.email, u.name AS person, p.name AS project FROM projects p
   JOIN memberships m ON m.project_id = p.id AND m.ended_at IS NULL AND m.role IN ('owner', 'admin')
   JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
   WHERE p.id = :projectId`,
  { email: 'text', person: 'text', project: 'text' },
);

type Reason = Exclude<NonNullable<AutomationRow['pausedReason']>, 'requested'>;

const REASONS: Readonly<Record<Reason, string>> = {
  access_ended:
    'The app or token that had switched it on no longer has the access for that. Nothing is sent on its account.',
  insufficient_funds: 'The balance of your organisation is too low for its messages.',
  sender_not_approved: 'The sender of its messages may not be used any more.',
};

/** Tells the admins of a project that the server has paused an automation. */
@Injectable()
export class TellAdmins {
  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
  ) {}

  async ofPause(
    tx: EntityManager,
    { projectId, title }: AutomationRow,
    reason: Reason,
  ): Promise<void> {
    for (const admin of await this.database.queryIn(tx, FIND_ADMINS, { projectId })) {
      await this.mailer.queue(tx, {
        to: admin.email,
        subject: plainly`The automation “${title}” is paused`,
        text: [
          plainly`Hello ${admin.person},`,
          plainly`The automation “${title}” in ${admin.project} was paused.`,
          REASONS[reason],
          'Everybody in it stays where they are. Switch it on again, and they go on.',
        ].join('\n\n'),
      });
    }
  }
}
