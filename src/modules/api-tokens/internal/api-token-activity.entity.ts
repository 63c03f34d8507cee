import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** When an API token was last used. */
@Entity('api_token_activity')
export class ApiTokenActivityEntity {
  @ForeignKey('api_tokens', { name: 'fk_api_token_activity_token', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'token_id', primaryKeyConstraintName: 'pk_api_token_activity' })
  tokenId!: string;

  /** Written in batches. */
  @Column('timestamptz', { name: 'last_used_at' })
  lastUsedAt!: Date;
}
