import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { JsonObject } from '../../kernel/untrusted-json.js';
import { Database } from '../../platform/database/database.js';
import type { AuditActor } from '../audit/audit-event.js';
import type { AppProfile } from '../app-profiles/app-profile.js';
import { withChanges, type AppContent } from './app-content.js';
import { contentOf } from './app-version.js';
import type { AppVersionEntity } from './internal/versions/app-version.entity.js';
import { LiveApps } from './internal/versions/live-apps.js';
import { RecordTransition } from './internal/versions/record-transition.js';
import { END_APPEALS, WITHDRAW } from './internal/versions/transition.statements.js';
import { VersionStore } from './internal/versions/version-store.js';
import { changedFields, fieldsThatDiffer, fieldsToReview } from './reviewed-fields.js';
import { isFixed } from './version-state.js';

/** What staff ask for before they restore an app. Members that are undefined are removed. */
export interface RecoveryChanges {
  /** Metadata (RFC 7591 §2) about keys. */
  readonly keys: JsonObject;
  readonly contacts: Pick<AppProfile, 'supportEmail' | 'securityEmail'>;
}

/** What developers change of a suspended app: its keys and contacts, and nothing else. It stays suspended. */
@Injectable()
export class SuspendedApps {
  constructor(
    private readonly database: Database,
    private readonly store: VersionStore,
    private readonly liveApps: LiveApps,
    private readonly recording: RecordTransition,
  ) {}

  /** @param clientId UUID @throws ProblemError `conflict` for an app that is not suspended */
  contentOf(clientId: string): Promise<AppContent> {
    return this.database.transaction(
      async (tx) => (await this.liveApps.getSuspendedIn(tx, clientId)).content,
    );
  }

  /**
   * Changes them at once, also of a reviewed app: staff decide on its restoration. An open version gets the same keys, so that
   * no later approval brings the earlier ones back; what staff have is withdrawn for that, and what they rejected cannot be
   * appealed any more.
   * @throws OAuthError for keys that are refused, ProblemError `conflict` for an app that is not suspended
   */
  async save(
    tx: EntityManager,
    clientId: string,
    { keys, contacts }: RecoveryChanges,
    actor: AuditActor,
  ): Promise<void> {
    await this.store.lock(tx, clientId);
    const live = await this.liveApps.getSuspendedIn(tx, clientId);
    const changes = { metadata: keys, profile: contacts };
    const after = withChanges(live.content, changes);
    // Otherwise nothing of what is submitted or rejected is about earlier keys.
    if (changedFields(live.content, after).some(({ name }) => name === 'authentication')) {
      await this.database.queryIn(tx, END_APPEALS, { clientId });
      const open = await this.store.findOpenIn(tx, clientId);
      if (open && hasKeys(contentOf(open))) {
        const wanted = withChanges(contentOf(open), changes);
        await this.change(tx, open, { after, wanted }, actor);
      }
    }
    await this.liveApps.apply(tx, live, after, actor);
  }

  private async change(
    tx: EntityManager,
    open: AppVersionEntity,
    { after, wanted }: { readonly after: AppContent; readonly wanted: AppContent },
    actor: AuditActor,
  ): Promise<void> {
    if (fieldsThatDiffer(contentOf(open), wanted).length === 0) return;
    const { id: versionId, clientId, kind } = open;
    const changed = kind === 'verification' ? [...open.changed] : namesToReview(after, wanted);
    if (!isFixed(open)) {
      await this.store.edit(tx, versionId, wanted, changed);
      return;
    }
    const moved = await this.database.queryIn(tx, WITHDRAW, { id: versionId });
    await this.recording.execute(tx, moved, { action: 'withdraw', versionId, clientId, actor });
    if (kind === 'verification' || changed.length === 0) return;
    await this.store.insertDraft(tx, { clientId, kind: 'change', content: wanted, changed });
  }
}

const hasKeys = ({ metadata }: AppContent): boolean =>
  metadata.token_endpoint_auth_method === 'private_key_jwt';

const namesToReview = (live: AppContent, wanted: AppContent): string[] =>
  fieldsToReview(live, wanted).map(({ name }) => name);
