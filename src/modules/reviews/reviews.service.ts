import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { notFound, ProblemError } from '../../kernel/errors/problem-error.js';
import { fromWireId } from '../../kernel/ids.js';
import { ScopeSet } from '../../kernel/scope-set.js';
import { Database } from '../../platform/database/database.js';
import { toVersion, type AppVersion } from './app-version.js';
import { ApplyApproval } from './internal/versions/apply-approval.js';
import type { AppVersionEntity } from './internal/versions/app-version.entity.js';
import { RecordTransition } from './internal/versions/record-transition.js';
import {
  APPROVE,
  IS_MEMBER,
  REJECT,
  RELEASE,
  REQUEST_CHANGES,
  TAKE,
} from './internal/versions/transition.statements.js';
import { VersionStore } from './internal/versions/version-store.js';
import { scopesOf } from './reviewed-fields.js';
import { versionFaults as faults } from './version-faults.js';

/** A member of staff and the submission that they saw. */
export interface Reviewer {
  readonly staffId: string;
  readonly round: number;
}

/** A decision, with the words that the developer reads. */
export type Decision =
  | { readonly action: 'approve'; readonly reason: string; readonly scopes: readonly string[] }
  | {
      readonly action: 'request_changes';
      readonly reason: string;
      readonly comments: Readonly<Record<string, string>>;
    }
  | { readonly action: 'reject'; readonly reason: string };

/** What staff do with versions. Of two who do it at once, one succeeds; the other gets a `conflict`. */
@Injectable()
export class Reviews {
  constructor(
    private readonly database: Database,
    private readonly store: VersionStore,
    private readonly recording: RecordTransition,
    private readonly approval: ApplyApproval,
  ) {}

  /** @param wireId `rev_…` @throws ProblemError `not_found`, also for a draft, which nobody has submitted */
  async get(wireId: string): Promise<AppVersion> {
    const id = fromWireId('rev', wireId);
    const found = id === null ? null : await this.store.find(id);
    if (!found || found.state === 'draft' || found.round === 0) throw notFound();
    return toVersion(found);
  }

  /** The version that was approved last before this one; null if none was. */
  async approvedBefore(version: AppVersion): Promise<AppVersion | null> {
    const found = await this.store.findApprovedBefore(version);
    return found && toVersion(found);
  }

  /** @throws ProblemError `conflict`, `forbidden` for an app of the person's own organisation or their own rejection */
  async take(tx: EntityManager, versionId: string, staffId: string): Promise<void> {
    const version = await this.lock(tx, versionId);
    await this.checkMayDecide(tx, version, staffId);
    const moved = await this.database.queryIn(tx, TAKE, { id: versionId, staffId });
    await this.record(tx, version, staffId, 'take', moved);
  }

  /** Gives it back to the queue. @throws ProblemError `conflict` */
  async release(tx: EntityManager, versionId: string, staffId: string): Promise<void> {
    const version = await this.lock(tx, versionId);
    const moved = await this.database.queryIn(tx, RELEASE, { id: versionId, staffId });
    await this.record(tx, version, staffId, 'release', moved);
  }

  /** @throws ProblemError `conflict` if the person does not have that submission any more, or the domain is taken */
  async decide(
    tx: EntityManager,
    versionId: string,
    { staffId, round }: Reviewer,
    decision: Decision,
  ): Promise<void> {
    const version = await this.lock(tx, versionId);
    await this.checkMayDecide(tx, version, staffId);
    const by = { id: versionId, staffId, round };
    const moved = await this.move(tx, version, by, decision);
    const comments = decision.action === 'request_changes' ? decision.comments : {};
    const { clientId } = version;
    await this.recording.execute(tx, moved, {
      ...{ action: decision.action, versionId, clientId, reason: decision.reason, comments },
      actor: { kind: 'user', userId: staffId },
    });
    if (decision.action === 'approve') {
      await this.approval.execute(tx, version, new ScopeSet(decision.scopes), {
        kind: 'user',
        userId: staffId,
      });
    }
  }

  private move(
    tx: EntityManager,
    version: AppVersionEntity,
    by: Reviewer & { readonly id: string },
    decision: Decision,
  ) {
    if (decision.action === 'reject') return this.database.queryIn(tx, REJECT, { ...by });
    if (decision.action === 'request_changes') {
      return this.database.queryIn(tx, REQUEST_CHANGES, { ...by });
    }
    const declared = scopesOf(version.metadata.scope);
    if (!decision.scopes.every((scope) => declared.includes(scope))) {
      throw new ProblemError('invalid_request', faults.scopes);
    }
    return this.database.queryIn(tx, APPROVE, { ...by, approvedScopes: decision.scopes });
  }

  private async lock(tx: EntityManager, versionId: string): Promise<AppVersionEntity> {
    const found = await this.store.findIn(tx, versionId);
    if (!found) throw notFound();
    await this.store.lock(tx, found.clientId);
    return (await this.store.findIn(tx, versionId)) ?? found;
  }

  private async checkMayDecide(
    tx: EntityManager,
    { id, appeal, rejectedBy }: AppVersionEntity,
    staffId: string,
  ): Promise<void> {
    const [row] = await this.database.queryIn(tx, IS_MEMBER, { id, staffId });
    if (!row?.independent) throw new ProblemError('forbidden', faults.ownApp);
    if (appeal === 'open' && rejectedBy === staffId) {
      throw new ProblemError('forbidden', faults.ownRejection);
    }
  }

  private record(
    tx: EntityManager,
    { id: versionId, clientId }: AppVersionEntity,
    userId: string,
    action: 'take' | 'release',
    moved: readonly { readonly round: number }[],
  ): Promise<void> {
    const actor = { kind: 'user', userId } as const;
    return this.recording.execute(tx, moved, { action, versionId, clientId, actor });
  }
}
