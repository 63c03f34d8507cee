import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** When a grant was last used, and last got a token. */
@Entity('grant_activity')
export class GrantActivityEntity {
  @ForeignKey('grants', { name: 'fk_grant_activity_grant', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'grant_id', primaryKeyConstraintName: 'pk_grant_activity' })
  grantId!: string;

  /** Written in batches. */
  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;

  /** Accurate to a minute. */
  @Column('timestamptz', { name: 'last_token_at', nullable: true })
  lastTokenAt!: Date | null;
}
