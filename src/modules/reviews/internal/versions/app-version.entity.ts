import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { isOneOf } from '../../../../platform/database/entity-columns.js';
import type { AppContent } from '../../app-content.js';
import type { Answers } from '../../verification-answers.js';
import {
  APPEALS,
  HAS_ENDED,
  IS_FIXED,
  IS_OPEN,
  VERSION_KINDS,
  VERSION_STATES,
  type Appeal,
  type VersionKind,
  type VersionState,
} from '../../version-state.js';

@Entity('app_versions')
@ForeignKey('clients', ['clientId'], ['id'], {
  name: 'fk_app_versions_client',
  onDelete: 'CASCADE',
})
@ForeignKey('users', ['reviewerId'], ['id'], { name: 'fk_app_versions_reviewer' })
@ForeignKey('users', ['rejectedBy'], ['id'], { name: 'fk_app_versions_rejected_by' })
@Check('ck_app_versions_kind', isOneOf('kind', VERSION_KINDS))
@Check('ck_app_versions_state', isOneOf('state', VERSION_STATES))
@Check('ck_app_versions_appeal', isOneOf('appeal', APPEALS))
@Check(
  'ck_app_versions_size',
  `octet_length(metadata::text) <= 65536 AND octet_length(profile::text) <= 131072
   AND octet_length(answers::text) <= 65536`,
)
@Check('ck_app_versions_reviewer', `(state = 'in_review') = (reviewer_id IS NOT NULL)`)
@Check(
  'ck_app_versions_submitted',
  `state IN ('draft', 'withdrawn') OR num_nonnulls(submitted_at, due_at) = 2`,
)
@Index('ux_app_versions_open', ['clientId'], { unique: true, where: IS_OPEN })
@Index('ix_app_versions_client', ['clientId', 'id'])
@Index('ix_app_versions_queue', ['submittedAt', 'id'], { where: IS_FIXED })
@Index('ix_app_versions_reviewer', ['reviewerId'], { where: 'reviewer_id IS NOT NULL' })
@Index('ix_app_versions_rejected_by', ['rejectedBy'], { where: 'rejected_by IS NOT NULL' })
@Index('ix_app_versions_ended', ['stateChangedAt', 'id'], { where: HAS_ENDED })
export class AppVersionEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_app_versions' })
  id!: string;

  @Column('uuid', { name: 'client_id' })
  clientId!: string;

  @Column('text')
  kind!: VersionKind;

  @Column('text')
  state!: VersionState;

  @Column('text', { default: 'none' })
  appeal!: Appeal;

  /** Counts submissions: a decision is on what was submitted then. */
  @Column('integer', { default: 0 })
  round!: number;

  @Column('jsonb')
  metadata!: AppContent['metadata'];

  @Column('jsonb')
  profile!: AppContent['profile'];

  /** What the organisation told staff, as it was at the submission. */
  @Column('jsonb', { default: {} })
  answers!: Answers;

  /** Names of the fields that differ from what was approved before. */
  @Column('text', { array: true, default: '{}' })
  changed!: string[];

  @Column('text', { name: 'approved_scopes', array: true, nullable: true })
  approvedScopes!: string[] | null;

  @Column('uuid', { name: 'reviewer_id', nullable: true })
  reviewerId!: string | null;

  /** Who rejected it before an appeal, which they do not decide. */
  @Column('uuid', { name: 'rejected_by', nullable: true })
  rejectedBy!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'submitted_at', nullable: true })
  submittedAt!: Date | null;

  /** Until when staff answer. */
  @Column('timestamptz', { name: 'due_at', nullable: true })
  dueAt!: Date | null;

  @Column('timestamptz', { name: 'state_changed_at', default: () => 'now()' })
  stateChangedAt!: Date;
}
