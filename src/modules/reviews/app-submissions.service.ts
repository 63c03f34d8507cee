import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { notFound, ProblemError } from '../../kernel/errors/problem-error.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import type { AuditActor } from '../audit/audit-event.js';
import type { AppContent } from './app-content.js';
import { AppAnswers } from './app-answers.service.js';
import { contentNow, LiveApps, type LiveApp } from './internal/versions/live-apps.js';
import { RecordTransition } from './internal/versions/record-transition.js';
import {
  APPEAL,
  END_ALL,
  FORGET_ANSWERS,
  FORGET_PROOFS,
  SUBMIT,
  WITHDRAW,
} from './internal/versions/transition.statements.js';
import { VersionStore } from './internal/versions/version-store.js';
import { ANSWER_WITHIN, businessDaysFor, calendarDays } from './review-clock.js';
import { changedFields, CONTENT_FIELDS, fieldsToReview } from './reviewed-fields.js';
import { versionFaults as faults } from './version-faults.js';
import { isFixed, submittedAs, type VersionKind } from './version-state.js';

/** Submissions of one app in so many days, appeals included. */
const MOST_SUBMISSIONS = 10;
const IN_DAYS = 30;

const COUNT = statement(
  'app-version.count-submissions',
  `SELECT count(*)::int AS count FROM app_version_events e JOIN app_versions v ON v.id = e.version_id
   WHERE v.client_id = :clientId AND e.action IN ('submit', 'appeal') AND e.at > now() - make_interval(days => :days)`,
  { count: 'integer' },
);

/** What developers do with the versions of their apps, besides editing them. */
@Injectable()
export class AppSubmissions {
  constructor(
    private readonly database: Database,
    private readonly store: VersionStore,
    private readonly liveApps: LiveApps,
    private readonly answers: AppAnswers,
    private readonly recording: RecordTransition,
  ) {}

  /**
   * Submits what the app says now, with its draft. The caller has compared the checklist.
   * @param judged what the checklist was compared with: it is submitted, or nothing
   * @param asListing the app is verified, and wants to be listed
   * @throws ProblemError `conflict` in another state, or if nothing needs a review
   */
  async submit(
    tx: EntityManager,
    clientId: string,
    { actor, judged }: { readonly actor: AuditActor; readonly judged?: AppContent },
    asListing = false,
  ): Promise<void> {
    await this.store.lock(tx, clientId);
    await this.checkNumber(tx, clientId);
    const live = await this.liveApps.getIn(tx, clientId);
    const open = await this.store.findOpenIn(tx, clientId);
    const content = contentNow(live, open);
    checkIsJudged(content, judged);
    const kind = requireKind(live, asListing);
    const changed = changedBy(live, content);
    if (kind === 'change' && changed.length === 0) {
      throw new ProblemError('conflict', faults.nothing);
    }
    const id = open?.id ?? (await this.store.insertDraft(tx, { clientId, kind, content, changed }));
    const moved = await this.database.queryIn(tx, SUBMIT, {
      ...{ id, kind, changed, days: calendarDays(businessDaysFor(kind, changed), new Date()) },
      ...{ metadata: JSON.stringify(content.metadata), profile: JSON.stringify(content.profile) },
      answers: JSON.stringify(await this.answers.ofIn(tx, clientId)),
    });
    await this.recording.execute(tx, moved, { action: 'submit', versionId: id, clientId, actor });
  }

  /**
   * Withdraws the open version. What was submitted of a reviewed app becomes a draft again; a draft is discarded.
   * @throws ProblemError `conflict` if none is open
   */
  async withdraw(tx: EntityManager, clientId: string, actor: AuditActor): Promise<void> {
    await this.store.lock(tx, clientId);
    const live = await this.liveApps.getIn(tx, clientId);
    const open = await this.store.findOpenIn(tx, clientId);
    if (!open) throw new ProblemError('conflict', faults.gone.withdraw);
    const { id: versionId, state } = open;
    const moved = await this.database.queryIn(tx, WITHDRAW, { id: versionId });
    await this.recording.execute(tx, moved, { action: 'withdraw', versionId, clientId, actor });
    const content = contentNow(live, open);
    const changed = live.review ? changedBy(live, content) : [];
    if (state === 'draft' || changed.length === 0) return;
    await this.store.insertDraft(tx, { clientId, kind: 'change', content, changed });
  }

  /**
   * Asks for another decision on a rejected version, by somebody else of staff.
   * @param versionId UUID @throws ProblemError `not_found`; `conflict` if that is not possible (any more)
   */
  async appeal(
    tx: EntityManager,
    { clientId, versionId }: { readonly clientId: string; readonly versionId: string },
    { actor, reason }: { readonly actor: AuditActor; readonly reason: string },
  ): Promise<void> {
    await this.store.lock(tx, clientId);
    const version = await this.store.findIn(tx, versionId);
    if (version?.clientId !== clientId) throw notFound();
    await this.checkNumber(tx, clientId);
    const days = calendarDays(ANSWER_WITHIN.appeal, new Date());
    const moved = await this.database.queryIn(tx, APPEAL, { id: versionId, days });
    const happening = { action: 'appeal', versionId, clientId, actor, reason } as const;
    await this.recording.execute(tx, moved, happening);
  }

  /** Whether staff have a version, which stays so until the commit. */
  async isWithStaff(tx: EntityManager, clientId: string): Promise<boolean> {
    await this.store.lock(tx, clientId);
    return isFixed(await this.store.findOpenIn(tx, clientId));
  }

  /** The app goes to another organisation: what was submitted, answered and proven was the earlier one's. */
  async endAll(tx: EntityManager, clientId: string): Promise<void> {
    await this.store.lock(tx, clientId);
    for (const end of [END_ALL, FORGET_ANSWERS, FORGET_PROOFS]) {
      await this.database.queryIn(tx, end, { clientId });
    }
  }

  private async checkNumber(tx: EntityManager, clientId: string): Promise<void> {
    const [row] = await this.database.queryIn(tx, COUNT, { clientId, days: IN_DAYS });
    if ((row?.count ?? 0) < MOST_SUBMISSIONS) return;
    throw new ProblemError('conflict', faults.tooMany(MOST_SUBMISSIONS, IN_DAYS));
  }
}

/** @throws ProblemError `conflict` */
function checkIsJudged(content: AppContent, judged: AppContent = content): void {
  if (changedFields(content, judged).length === 0) return;
  throw new ProblemError('conflict', faults.changedMeanwhile);
}

/** @throws ProblemError `conflict` for a listing of an app that is not verified */
function requireKind({ review }: LiveApp, asListing: boolean): VersionKind {
  if (!review && asListing) throw new ProblemError('conflict', faults.notListable);
  return submittedAs(review?.tier ?? null, asListing);
}

const changedBy = ({ review, content }: LiveApp, after: AppContent): string[] =>
  (review ? fieldsToReview(content, after) : CONTENT_FIELDS).map(({ name }) => name);
