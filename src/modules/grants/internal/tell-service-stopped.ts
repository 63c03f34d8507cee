import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Environment } from '../../../platform/config/environment.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { Mailer } from '../../../platform/mail/mailer.service.js';
import { serviceStoppedMail } from './grant-mails.js';

/** A project in which a service has just stopped. */
export interface StoppedProject {
  readonly grantId: string;
  readonly projectId: string;
}

const FIND = statement(
  'service-stopped.find',
  `SELECT u.email, u.name AS person, c.name AS app, by.name AS admin, array_agg(p.name ORDER BY p.name) AS projects
   FROM unnest(:grantIds::uuid[], :projectIds::uuid[]) AS stopped (grant_id, project_id)
   JOIN grants g ON g.id = stopped.grant_id
   JOIN clients c ON c.id = g.client_id
   JOIN users by ON by.id = :userId
   JOIN projects p ON p.id = stopped.project_id
   JOIN memberships m ON m.project_id = p.id AND m.ended_at IS NULL AND m.role IN ('owner', 'admin')
   JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
   GROUP BY u.id, c.id, by.id`,
  { email: 'text', person: 'text', app: 'text', admin: 'text', projects: 'text[]' },
);

/** Notifies the projects' admins: a password change of one admin stopped the service there. */
@Injectable()
export class TellServiceStopped {
  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
    private readonly environment: Environment,
  ) {}

  /** `userId`: the admin who had connected the service there. */
  async execute(
    tx: EntityManager,
    userId: string,
    stopped: readonly StoppedProject[],
  ): Promise<void> {
    const link = `${this.environment.ISSUER_URL}/dashboard/services`;
    const mails = await this.database.queryIn(tx, FIND, {
      userId,
      grantIds: stopped.map(({ grantId }) => grantId),
      projectIds: stopped.map(({ projectId }) => projectId),
    });
    for (const { email, ...facts } of mails) {
      await this.mailer.queue(tx, { to: email, ...serviceStoppedMail({ ...facts, link }) });
    }
  }
}
