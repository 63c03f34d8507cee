import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../kernel/ids.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { JobQueue } from '../../../platform/jobs/job-queue.service.js';
import type { AuditEvent } from '../../audit/audit-event.js';
import { AuditLog } from '../../audit/audit-log.service.js';
import { ClientsService } from '../../clients/clients.service.js';
import type { Decision, GrantedProject } from '../grant.js';
import type { ProjectOffer } from '../project-offer.js';
import { APP_CONNECTED } from './app-connected.job.js';
import { SERVICE_CONNECTED } from './service-connected.job.js';

// Kept permanently, unchanged.
const INSERT_RECEIPT = statement(
  'consent-receipt.insert',
  'INSERT INTO consent_receipts (id, grant_id, shown) VALUES (:id, :grantId, :shown)',
);

/** Records a decision: on the client, in the receipt, in the audit log, and by mail to those concerned. */
@Injectable()
export class DecisionRecords {
  constructor(
    private readonly database: Database,
    private readonly clients: ClientsService,
    private readonly audit: AuditLog,
    private readonly jobs: JobQueue,
  ) {}

  async ofConsent(
    tx: EntityManager,
    grantId: string,
    decision: Decision,
    projects: readonly GrantedProject[],
  ): Promise<void> {
    const event = eventOf('consent.granted', grantId, decision);
    await this.record(tx, event, decision, projects);
    await this.audit.record(tx, { ...event, type: 'code.issued' });
    await this.jobs.add(tx, APP_CONNECTED, { grantId });
  }

  async ofService(
    tx: EntityManager,
    grantId: string,
    decision: Decision,
    projects: readonly GrantedProject[],
  ): Promise<void> {
    await this.record(tx, eventOf('service.connected', grantId, decision), decision, projects);
    await this.jobs.add(tx, SERVICE_CONNECTED, { grantId, userId: decision.by.userId });
  }

  private async record(
    tx: EntityManager,
    event: AuditEvent,
    { client, choice, offers, shown }: Decision,
    projects: readonly GrantedProject[],
  ): Promise<void> {
    // Approved clients are not retired as unused, and their keys are fetched under a separate limit.
    await this.clients.approve(tx, client.id);
    const receipt = {
      ...shown,
      access_hours: choice.hours,
      projects: describeOffers(offers, projects),
    };
    const values = { id: newId(), grantId: event.target.id, shown: receipt };
    await this.database.queryIn(tx, INSERT_RECEIPT, values);
    await this.audit.record(tx, event);
    for (const { projectId, scopes } of projects) {
      const context = { ...event.context, scopes: scopes.toArray() };
      await this.audit.record(tx, { ...event, projectId, context });
    }
  }
}

const eventOf = (
  type: 'consent.granted' | 'service.connected',
  grantId: string,
  { client, by }: Decision,
): AuditEvent => ({
  type,
  actor: { kind: 'user', userId: by.userId },
  target: { kind: 'grant', id: grantId },
  context: { client_id: client.clientId },
});

/** Every project as shown, chosen or not. */
function describeOffers(
  offers: readonly ProjectOffer[],
  granted: readonly GrantedProject[],
): object[] {
  const given = new Map(granted.map(({ projectId, scopes }) => [projectId, scopes.toArray()]));
  return offers.map(({ membership, bar, scopes }) => ({
    id: membership.project.id,
    name: membership.project.name,
    role: membership.role,
    plan: membership.project.plan,
    app_policy: membership.project.appPolicy,
    bar,
    shown: Object.fromEntries([...scopes].map(([scope, why]) => [scope, why ?? 'granted'])),
    granted: given.get(membership.project.id) ?? null,
  }));
}
