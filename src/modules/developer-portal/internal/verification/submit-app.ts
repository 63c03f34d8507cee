import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../../../kernel/errors/problem-error.js';
import { Database } from '../../../../platform/database/database.js';
import { AppSubmissions } from '../../../reviews/app-submissions.service.js';
import { AppVersions } from '../../../reviews/app-versions.service.js';
import { DomainProofs } from '../../../reviews/domain-proofs.service.js';
import type { AppContent } from '../../../reviews/app-content.js';
import type { EditableApp } from '../../../reviews/app-version.js';
import { hostsOfApp, hostsToProve, isProven } from '../../../reviews/hosts-to-prove.js';
import { versionFaults } from '../../../reviews/version-faults.js';
import { VerificationConfirmations } from '../../../verification/verification-confirmations.service.js';
import type { PortalApp } from '../portal-access.js';
import { VerificationViews } from './verification-view.js';

/** Submits or confirms an app: its domains are checked again first, and nothing of the checklist may be missing. */
@Injectable()
export class SubmitApp {
  constructor(
    private readonly database: Database,
    private readonly proofs: DomainProofs,
    private readonly versions: AppVersions,
    private readonly views: VerificationViews,
    private readonly submissions: AppSubmissions,
    private readonly confirmations: VerificationConfirmations,
  ) {}

  /** @throws ProblemError `conflict` with what is missing, or in another state */
  async submit(userId: string, app: PortalApp, asListing: boolean): Promise<void> {
    const { content: judged } = await this.requireComplete(userId, app, asListing);
    const actor = { kind: 'user', userId } as const;
    await this.database.transaction((tx) =>
      this.submissions.submit(tx, app.client.id, { actor, judged }, asListing),
    );
  }

  /** @throws ProblemError `conflict` with what is missing, or if nothing is due */
  async confirm(userId: string, app: PortalApp): Promise<void> {
    const { live } = await this.requireComplete(userId, app, false);
    await this.requireProven(app, live);
    const actor = { kind: 'user', userId } as const;
    await this.database.transaction((tx) => this.confirmations.confirm(tx, app.client.id, actor));
  }

  /** A draft does not stand for what is live, whose hosts are confirmed. */
  private async requireProven({ client }: PortalApp, live: AppContent): Promise<void> {
    const proofs = await this.proofs.list(client.id);
    const lost = hostsToProve(live).filter((host) => !isProven(host, proofs));
    if (lost.length > 0) throw new ProblemError('conflict', versionFaults.missing(lost));
  }

  private async requireComplete(
    userId: string,
    app: PortalApp,
    asListing: boolean,
  ): Promise<EditableApp> {
    const before = await this.versions.editable(app.client.id);
    const actor = { kind: 'user', userId } as const;
    await this.proofs.check(app.client, hostsOfApp(before), actor);
    const { checklist, editable } = await this.views.of(app, asListing);
    const missing = checklist.filter(({ isDone }) => !isDone);
    if (missing.length === 0) return editable;
    const words = missing.map(({ label, how }) => `${label} (${how})`);
    throw new ProblemError('conflict', versionFaults.missing(words));
  }
}
