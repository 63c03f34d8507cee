import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import type { AuditActor } from '../audit/audit-event.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { withChanges, type AppContent, type ContentChanges } from './app-content.js';
import {
  contentOf,
  toVersion,
  type AppVersion,
  type EditableApp,
  type Saved,
} from './app-version.js';
import type { AppVersionEntity } from './internal/versions/app-version.entity.js';
import { contentNow, LiveApps, type LiveApp } from './internal/versions/live-apps.js';
import { VersionStore } from './internal/versions/version-store.js';
import { changedFields, fieldsThatDiffer, fieldsToReview, withFields } from './reviewed-fields.js';
import { versionFaults as faults } from './version-faults.js';
import { isFixed } from './version-state.js';

/** Versions that a list has at most. */
const MOST_LISTED = 50;

/**
 * What developers change of their apps. The approved version of a verified app stays live while the changes that need a
 * review wait for it.
 */
@Injectable()
export class AppVersions {
  constructor(
    private readonly store: VersionStore,
    private readonly liveApps: LiveApps,
    private readonly audit: AuditLog,
  ) {}

  /** @param clientId UUID @throws ProblemError `not_found` for an app that is not an organisation's or not live */
  async editable(clientId: string): Promise<EditableApp> {
    const live = await this.liveApps.get(clientId);
    const open = await this.store.findOpen(clientId);
    return {
      content: contentNow(live, open),
      live: live.content,
      version: open && toVersion(open),
      isReviewed: live.review !== null,
    };
  }

  /** The versions of an app, the newest first. */
  async list(clientId: string): Promise<AppVersion[]> {
    return (await this.store.list(clientId, MOST_LISTED)).map(toVersion);
  }

  /**
   * Changes what the app says. For an app without a review all of it is live at once. For a reviewed one, the fields
   * that need a review go to its draft, and the others are live at once.
   * @throws OAuthError for metadata that is refused, ProblemError `conflict` while staff have the version
   */
  async save(
    tx: EntityManager,
    clientId: string,
    changes: ContentChanges,
    actor: AuditActor,
  ): Promise<Saved> {
    await this.store.lock(tx, clientId);
    const live = await this.liveApps.getIn(tx, clientId);
    const open = await this.store.findOpenIn(tx, clientId);
    return live.review
      ? this.saveReviewed(tx, { live, open }, changes, actor)
      : this.saveUnreviewed(tx, { live, open }, changes, actor);
  }

  private async saveUnreviewed(
    tx: EntityManager,
    { live, open }: Standing,
    changes: ContentChanges,
    actor: AuditActor,
  ): Promise<Saved> {
    if (isFixed(open)) throw new ProblemError('conflict', faults.fixed);
    const after = withChanges(live.content, changes);
    return { kind: 'applied', secret: await this.liveApps.apply(tx, live, after, actor) };
  }

  private async saveReviewed(
    tx: EntityManager,
    { live, open }: Standing,
    changes: ContentChanges,
    actor: AuditActor,
  ): Promise<Saved> {
    const wanted = withChanges(contentNow(live, open), changes);
    const fields = fieldsToReview(live.content, wanted);
    const free = withFields(wanted, live.content, fields);
    if (fields.length > 0) await this.liveApps.check(tx, live, wanted);
    const changed = fields.map(({ name }) => name);
    if (await this.keep(tx, { live, open }, wanted, changed)) {
      await this.record(tx, live, actor, changed);
    }
    const secret = await this.liveApps.apply(tx, live, free, actor);
    return changed.length > 0
      ? { kind: 'draft', secret, fields: changed }
      : { kind: 'applied', secret };
  }

  /** Stores the draft; without changes that need a review there is none. @returns whether that is news */
  private async keep(
    tx: EntityManager,
    { live, open }: Standing,
    wanted: AppContent,
    changed: readonly string[],
  ): Promise<boolean> {
    if (open && isFixed(open)) {
      checkIsSubmitted(open, wanted, changed);
      return false;
    }
    if (open) await this.edit(tx, open, wanted, changed);
    else if (changed.length === 0) return false;
    else {
      const draft = { clientId: live.client.id, kind: 'change', content: wanted, changed } as const;
      await this.store.insertDraft(tx, draft);
    }
    return true;
  }

  private async edit(
    tx: EntityManager,
    open: AppVersionEntity,
    wanted: AppContent,
    changed: readonly string[],
  ): Promise<void> {
    const isEmpty = open.state === 'draft' && changed.length === 0;
    if (isEmpty) await this.store.discardDraft(tx, open.id);
    else await this.store.edit(tx, open.id, wanted, changed);
  }

  private record(
    tx: EntityManager,
    { client }: LiveApp,
    actor: AuditActor,
    fields: readonly string[],
  ): Promise<void> {
    const target = { kind: 'client', id: client.id };
    const context = { fields };
    return this.audit.record(tx, { type: 'app_version.draft_saved', actor, target, context });
  }
}

interface Standing {
  readonly live: LiveApp;
  readonly open: AppVersionEntity | null;
}

/** @throws ProblemError `conflict` for a change that needs a review and is not the submitted one */
function checkIsSubmitted(
  open: AppVersionEntity,
  wanted: AppContent,
  changed: readonly string[],
): void {
  const submitted = contentOf(open);
  // Of these fields, nothing that is not submitted could become live.
  const others = changedFields(submitted, wanted).filter(({ name }) => changed.includes(name));
  if (others.length + fieldsThatDiffer(submitted, wanted).length === 0) return;
  throw new ProblemError('conflict', faults.fixed);
}
