import { toWireId } from '../../kernel/ids.js';
import type { AppContent } from './app-content.js';
import type { AppVersionEntity } from './internal/versions/app-version.entity.js';
import type { Answers } from './verification-answers.js';
import type { Appeal, VersionAction, VersionKind, VersionState } from './version-state.js';

/** A version of an app, as pages show it. */
export interface AppVersion {
  /** UUID. */
  readonly id: string;
  /** `rev_…`, for paths. */
  readonly wireId: string;
  readonly clientId: string;
  readonly kind: VersionKind;
  readonly state: VersionState;
  readonly appeal: Appeal;
  /** Counts submissions. */
  readonly round: number;
  readonly content: AppContent;
  readonly answers: Answers;
  /** Names of the fields that differ from what was approved before. */
  readonly changed: readonly string[];
  readonly approvedScopes: readonly string[] | null;
  readonly reviewerId: string | null;
  readonly rejectedBy: string | null;
  readonly submittedAt: Date | null;
  readonly dueAt: Date | null;
  readonly stateChangedAt: Date;
}

/** What happened to a version. */
export interface VersionEvent {
  readonly action: VersionAction;
  readonly round: number;
  /** The name of the person; null: an operator, without a page. */
  readonly actor: string | null;
  readonly reason: string | null;
  /** By the name of the field. */
  readonly comments: Readonly<Record<string, string>>;
  readonly at: Date;
}

/** What a form of the portal edits. */
export interface EditableApp {
  /** The open draft if there is one, else what is live. */
  readonly content: AppContent;
  /** What people see now. */
  readonly live: AppContent;
  /** The version that is not decided yet. */
  readonly version: AppVersion | null;
  /** Whether changes of identity wait for a review. */
  readonly isReviewed: boolean;
}

/**
 * `applied`: everything is live. `draft`: these fields wait for a review, and everything else is live. The secret is
 * returned this once, if the app had none and needs one now.
 */
export type Saved =
  | { readonly kind: 'applied'; readonly secret: string | null }
  | { readonly kind: 'draft'; readonly secret: string | null; readonly fields: readonly string[] };

/** What a stored version says. */
export const contentOf = ({ metadata, profile }: AppVersionEntity): AppContent => ({
  metadata,
  profile,
});

export const toVersion = (row: AppVersionEntity): AppVersion => ({
  id: row.id,
  wireId: toWireId('rev', row.id),
  clientId: row.clientId,
  kind: row.kind,
  state: row.state,
  appeal: row.appeal,
  round: row.round,
  content: contentOf(row),
  answers: row.answers,
  changed: row.changed,
  approvedScopes: row.approvedScopes,
  reviewerId: row.reviewerId,
  rejectedBy: row.rejectedBy,
  submittedAt: row.submittedAt,
  dueAt: row.dueAt,
  stateChangedAt: row.stateChangedAt,
});
