import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { JobQueue } from '../../../platform/jobs/job-queue.service.js';
import type { AuditEvent } from '../../audit/audit-event.js';
import { AuditLog } from '../../audit/audit-log.service.js';
import { ConsentReceipts, describeOffers } from '../../grants/consent-receipts.js';
import type { GrantedProject } from '../../grants/grant.repository.js';
import { SERVICE_CONNECTED } from './service-connected.job.js';
import { SERVICE_WORDING } from './service-texts.js';
import type { ServiceView } from './service-view.js';

interface GivenService {
  readonly view: ServiceView;
  readonly grantId: string;
  readonly projects: readonly GrantedProject[];
  readonly hours: number;
  /** The admin. */
  readonly userId: string;
}

/** Everything that remembers the decision: the receipt, the audit log, and the mail to all who run the projects. */
@Injectable()
export class RecordService {
  constructor(
    private readonly receipts: ConsentReceipts,
    private readonly audit: AuditLog,
    private readonly jobs: JobQueue,
  ) {}

  async execute(tx: EntityManager, given: GivenService): Promise<void> {
    const { view, grantId, projects, userId } = given;
    await this.receipts.insert(tx, grantId, describe(given));
    const event: AuditEvent = {
      type: 'service.connected',
      actor: { kind: 'user', userId },
      target: { kind: 'grant', id: grantId },
      context: { client_id: view.client.clientId },
    };
    await this.audit.record(tx, event);
    for (const { projectId, scopes } of projects) {
      const context = { ...event.context, scopes: scopes.toArray() };
      await this.audit.record(tx, { ...event, projectId, context });
    }
    await this.jobs.add(tx, SERVICE_CONNECTED, { grantId, userId });
  }
}

const describe = ({ view, projects, hours, userId }: GivenService): object => ({
  kind: 'service',
  wording: SERVICE_WORDING,
  app: { id: view.client.clientId, name: view.client.name, tier: view.app.tier },
  admin: userId,
  access_hours: hours,
  projects: describeOffers(view.offers, projects),
});
