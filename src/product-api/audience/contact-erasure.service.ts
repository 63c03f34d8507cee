import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { notFound } from '../../kernel/errors/problem-error.js';
import type { AuditActor } from '../../modules/audit/audit-event.js';
import { AuditLog } from '../../modules/audit/audit-log.service.js';
import { Database } from '../../platform/database/database.js';
import { JobQueue } from '../../platform/jobs/job-queue.service.js';
import { WebhookEvents } from '../webhooks/webhook-events.service.js';
import { ContactErasers } from './contact-erasers.js';
import { BLOCK_PHONE, ERASE_CONTACT, FIND_PHONE } from './internal/erase-contact.js';
import { ERASE_REST } from './internal/erase-rest.job.js';
import { Suppressions } from './suppressions.service.js';

const ATTEMPTS = 5;

export interface Erasure {
  readonly projectId: string;
  readonly contactId: string;
  readonly actor: AuditActor;
}

/**
 * Erases contacts for good. Of the contact a row remains that says when it was deleted, and of its number an HMAC
 * (`Suppressions`), so that the person is not written to when the number is imported again.
 */
@Injectable()
export class ContactErasure {
  constructor(
    private readonly database: Database,
    private readonly suppressions: Suppressions,
    private readonly erasers: ContactErasers,
    private readonly audit: AuditLog,
    private readonly jobs: JobQueue,
    private readonly webhooks: WebhookEvents,
  ) {}

  /**
   * What is too much for one transaction is left to a job. Nothing shows it meanwhile.
   * @throws ProblemError 404 if the project has no such contact
   */
  async erase(tx: EntityManager, { projectId, contactId, actor }: Erasure): Promise<void> {
    await this.eraseRow(tx, projectId, contactId);
    const contact = { projectId, contactId };
    if (await this.erasers.erase(tx, contact)) await this.jobs.add(tx, ERASE_REST, contact);
    const target = { kind: 'contact', id: contactId };
    await this.audit.record(tx, { type: 'contact.erased', actor, target, projectId });
    const fact = { projectId, subjectId: contactId, data: {} };
    await this.webhooks.announce(tx, { ...fact, type: 'contact.deleted' });
  }

  private async eraseRow(tx: EntityManager, projectId: string, contactId: string): Promise<void> {
    // The number may change before the row is locked.
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const [contact] = await this.database.queryIn(tx, FIND_PHONE, { projectId, contactId });
      if (!contact) break;
      const { phone } = contact;
      if (phone !== null) await this.suppress(tx, projectId, phone);
      const values = { projectId, contactId, phone };
      const [erased] = await this.database.queryIn(tx, ERASE_CONTACT, values);
      if (erased) return;
    }
    throw notFound();
  }

  /** Locks the suppression before any contact, as every other change of both does. */
  private async suppress(tx: EntityManager, projectId: string, phone: string): Promise<void> {
    await this.suppressions.keep(tx, projectId, phone);
    await this.database.queryIn(tx, BLOCK_PHONE, { projectId, phone });
  }
}
