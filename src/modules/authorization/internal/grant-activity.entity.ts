import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** When a grant was last used; written in batches. */
@Entity('grant_activity')
export class GrantActivityEntity {
  @ForeignKey('grants', { name: 'fk_grant_activity_grant', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'grant_id', primaryKeyConstraintName: 'pk_grant_activity' })
  grantId!: string;

  @Column('timestamptz', { name: 'last_used_at' })
  lastUsedAt!: Date;
}
