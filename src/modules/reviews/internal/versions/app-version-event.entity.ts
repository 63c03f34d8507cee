import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { isOneOf } from '../../../../platform/database/entity-columns.js';
import { REASON } from '../../written-reason.js';
import { VERSION_ACTIONS, type VersionAction } from '../../version-state.js';

/** What happened to a version, with the words that were written for it. */
@Entity('app_version_events')
@ForeignKey('app_versions', ['versionId'], ['id'], {
  name: 'fk_app_version_events_version',
  onDelete: 'CASCADE',
})
@ForeignKey('users', ['actorId'], ['id'], { name: 'fk_app_version_events_actor' })
@Check('ck_app_version_events_action', isOneOf('action', VERSION_ACTIONS))
@Check('ck_app_version_events_reason', `char_length(reason) <= ${String(REASON.max)}`)
@Check('ck_app_version_events_comments', 'octet_length(comments::text) <= 65536')
@Index('ix_app_version_events_version', ['versionId', 'id'])
@Index('ix_app_version_events_actor', ['actorId'], { where: 'actor_id IS NOT NULL' })
export class AppVersionEventEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_app_version_events' })
  id!: string;

  @Column('uuid', { name: 'version_id' })
  versionId!: string;

  @Column('integer')
  round!: number;

  @Column('text')
  action!: VersionAction;

  /** Null: an operator, without a page. */
  @Column('uuid', { name: 'actor_id', nullable: true })
  actorId!: string | null;

  @Column('text', { nullable: true })
  reason!: string | null;

  /** By the name of the field. */
  @Column('jsonb', { default: {} })
  comments!: Readonly<Record<string, string>>;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;
}
