import { Injectable } from '@nestjs/common';
import { VerificationFacts } from '../../../developer-portal/verification-facts.service.js';
import type { AppVersion, VersionEvent } from '../../../reviews/app-version.js';
import { checklistOf, type ChecklistItem } from '../../../reviews/checklist.js';
import { ReviewQueue } from '../../../reviews/review-queue.service.js';
import { Reviews } from '../../../reviews/reviews.service.js';

/** All that staff see of a version. */
export interface ReviewView {
  readonly version: AppVersion;
  /** Null for a first verification. */
  readonly approved: AppVersion | null;
  readonly checklist: readonly ChecklistItem[];
  readonly events: readonly VersionEvent[];
  /** Whether the person has it, and may decide. */
  readonly isMine: boolean;
}

/** Gathers what the page shows. */
@Injectable()
export class ReviewViews {
  constructor(
    private readonly reviews: Reviews,
    private readonly queue: ReviewQueue,
    private readonly facts: VerificationFacts,
  ) {}

  /** @param wireId `rev_…` @throws ProblemError `not_found` */
  async of(wireId: string, staffId: string): Promise<ReviewView> {
    const version = await this.reviews.get(wireId);
    return {
      version,
      approved: await this.reviews.approvedBefore(version),
      checklist: checklistOf(await this.facts.of(version)),
      events: await this.queue.eventsOf(version.id),
      isMine: version.state === 'in_review' && version.reviewerId === staffId,
    };
  }
}
