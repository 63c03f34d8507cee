import { Injectable } from '@nestjs/common';
import type { AppVersion, EditableApp, VersionEvent } from '../../../reviews/app-version.js';
import { AppAnswers } from '../../../reviews/app-answers.service.js';
import { AppVersions } from '../../../reviews/app-versions.service.js';
import { checklistOf, type ChecklistItem } from '../../../reviews/checklist.js';
import type { DomainProof, ProofInstructions } from '../../../reviews/domain-proof.js';
import { DomainProofs } from '../../../reviews/domain-proofs.service.js';
import { hostsToProve } from '../../../reviews/hosts-to-prove.js';
import { ReviewQueue } from '../../../reviews/review-queue.service.js';
import type { Answers } from '../../../reviews/verification-answers.js';
import { submittedAs, type VersionKind } from '../../../reviews/version-state.js';
import { isRestricted } from '../../../scopes-and-roles/sensitivity.js';
import { scopesOf } from '../../../reviews/reviewed-fields.js';
import type { Confirmation } from '../../../verification/confirmation.js';
import { VerificationConfirmations } from '../../../verification/verification-confirmations.service.js';
import type { PortalApp } from '../portal-access.js';
import { VerificationFacts } from '../../verification-facts.service.js';

/** A host, what to publish for it, and the last check. */
export interface HostView extends ProofInstructions {
  readonly proof: DomainProof | null;
}

/** All that the verification page of an app shows. */
export interface VerificationView {
  readonly app: PortalApp;
  readonly editable: EditableApp;
  /** What a submission would be now. */
  readonly kind: VersionKind;
  readonly checklist: readonly ChecklistItem[];
  readonly hosts: readonly HostView[];
  readonly answers: Answers;
  readonly isRestricted: boolean;
  /** The newest version that was submitted, with what happened to it. */
  readonly last: AppVersion | null;
  readonly events: readonly VersionEvent[];
  /** Null for an app that was not verified. */
  readonly confirmation: Confirmation | null;
}

/** Gathers what the page shows. */
@Injectable()
export class VerificationViews {
  constructor(
    private readonly versions: AppVersions,
    private readonly answers: AppAnswers,
    private readonly proofs: DomainProofs,
    private readonly queue: ReviewQueue,
    private readonly facts: VerificationFacts,
    private readonly confirmations: VerificationConfirmations,
  ) {}

  async of(app: PortalApp, asListing = false): Promise<VerificationView> {
    const { id } = app.client;
    const [editable, answers, versions] = await Promise.all([
      this.versions.editable(id),
      this.answers.of(id),
      this.versions.list(id),
    ]);
    const { content } = editable;
    const kind = submittedAs(editable.isReviewed ? app.verification.tier : null, asListing);
    const facts = await this.facts.of({ clientId: id, kind, content, answers });
    const last = versions.find(({ round }) => round > 0) ?? null;
    return {
      ...{ app, editable, kind, answers, last },
      checklist: checklistOf(facts),
      hosts: hostsToProve(content).map((host) => ({
        ...this.proofs.instructionsFor(app.client, host),
        proof: facts.proofs.find((proof) => proof.host === host) ?? null,
      })),
      isRestricted: scopesOf(content.metadata.scope).some(isRestricted),
      events: last ? await this.queue.eventsOf(last.id) : [],
      confirmation: await this.confirmations.of(id),
    };
  }
}
