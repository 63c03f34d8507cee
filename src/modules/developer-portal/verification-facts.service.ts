import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { AppActivity } from '../app-activity/app-activity.service.js';
import { scopesOf } from '../reviews/reviewed-fields.js';
import { isAppScope } from '../scopes-and-roles/scope-catalogue.js';
import type { AppContent } from '../reviews/app-content.js';
import type { ChecklistFacts } from '../reviews/checklist.js';
import { DomainProofs } from '../reviews/domain-proofs.service.js';
import type { Answers } from '../reviews/verification-answers.js';
import type { VersionKind } from '../reviews/version-state.js';
import { FaultLab } from '../verification/fault-lab/fault-lab.service.js';

// A grant that was used, in a project of another organisation than the app's.
const COUNT_OUTSIDE = statement(
  'verification-facts.count-outside',
  `SELECT count(DISTINCT gp.project_id)::int AS count
   FROM grants g JOIN clients c ON c.id = g.client_id
     JOIN grant_activity a ON a.grant_id = g.id AND a.last_used_at > now() - interval '30 days'
     JOIN grant_projects gp ON gp.grant_id = g.id AND gp.revoked_at IS NULL
     JOIN projects p ON p.id = gp.project_id AND p.organisation_id <> c.organisation_id
   WHERE g.client_id = :clientId AND g.revoked_at IS NULL`,
  { count: 'integer' },
);

/** A declared scope that nothing used for so long is not needed. */
const UNUSED_DAYS = 30;

/** What is compared with the checklist. */
export interface Judged {
  readonly clientId: string;
  readonly kind: VersionKind;
  readonly content: AppContent;
  readonly answers: Answers;
}

/** Gathers the facts of the checklist, for the developer and for staff alike. */
@Injectable()
export class VerificationFacts {
  constructor(
    private readonly database: Database,
    private readonly proofs: DomainProofs,
    private readonly faultLab: FaultLab,
    private readonly activity: AppActivity,
  ) {}

  async of({ clientId, ...judged }: Judged): Promise<ChecklistFacts> {
    const scopes = scopesOf(judged.content.metadata.scope).filter(isAppScope);
    const faults = await this.faultLab.stateOf(clientId);
    const [outside] = await this.database.query(COUNT_OUTSIDE, { clientId });
    return {
      ...judged,
      proofs: await this.proofs.list(clientId),
      faultsLeft: faults.filter(({ state }) => state !== 'survived').map(({ fault }) => fault),
      unusedScopes: await this.activity.unusedOf(clientId, scopes, UNUSED_DAYS),
      outsideProjects: outside?.count ?? 0,
    };
  }
}
