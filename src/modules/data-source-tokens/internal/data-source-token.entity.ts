import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A token for one data source. The access that made it limits it. */
@Entity('data_source_tokens')
@Check('ck_data_source_tokens_maker', 'num_nonnulls(grant_id, api_token_id) = 1')
@Index('ux_data_source_tokens_hash', ['tokenHash'], { unique: true })
@Index('ix_data_source_tokens_source', ['projectId', 'dataSourceId'])
@Index('ix_data_source_tokens_grant', ['grantId'], { where: 'grant_id IS NOT NULL' })
@Index('ix_data_source_tokens_api_token', ['apiTokenId'], { where: 'api_token_id IS NOT NULL' })
export class DataSourceTokenEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_data_source_tokens' })
  id!: string;

  @ForeignKey('projects', { name: 'fk_data_source_tokens_project', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  /** Of the Product API, which checks that it exists. */
  @Column('uuid', { name: 'data_source_id' })
  dataSourceId!: string;

  @Column('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  /** The grant of the app that made it, or null. */
  @ForeignKey('grants', { name: 'fk_data_source_tokens_grant', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'grant_id', nullable: true })
  grantId!: string | null;

  /** The API token that made it, or null. */
  @ForeignKey('api_tokens', { name: 'fk_data_source_tokens_api_token', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'api_token_id', nullable: true })
  apiTokenId!: string | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
