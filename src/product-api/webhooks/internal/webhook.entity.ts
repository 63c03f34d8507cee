import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { WebhookType } from '../webhook-types.js';

export const WEBHOOK_STATUSES = ['active', 'disabled'] as const;

/** `failing`: three days without a success; `gone`: it answered 410; `access_ended`: its credential did. */
export const DISABLED_REASONS = ['requested', 'failing', 'gone', 'access_ended'] as const;

/** An address of the customer that is told of events of the project. */
@Entity('webhooks')
@Check('ck_webhooks_status', `status IN ('active', 'disabled')`)
@Check('ck_webhooks_credential', `num_nonnulls(grant_id, api_token_id) = 1`)
@Check('ck_webhooks_previous', `(previous_secret_sealed IS NULL) = (previous_secret_until IS NULL)`)
@Index('ix_webhooks_project', ['projectId', 'createdAt', 'id'])
@Index('ix_webhooks_grant', ['grantId'], { where: 'grant_id IS NOT NULL' })
@Index('ix_webhooks_api_token', ['apiTokenId'], { where: 'api_token_id IS NOT NULL' })
export class WebhookEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_webhooks' })
  id!: string;

  @ForeignKey('projects', { name: 'fk_webhooks_project', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  @Column('text')
  url!: string;

  @Column('text', { array: true })
  types!: WebhookType[];

  @Column('text', { default: 'active' })
  status!: (typeof WEBHOOK_STATUSES)[number];

  @Column('text', { name: 'disabled_reason', nullable: true })
  disabledReason!: (typeof DISABLED_REASONS)[number] | null;

  /** The secret that signs, encrypted. */
  @Column('text', { name: 'secret_sealed' })
  secretSealed!: string;

  /** The one before, which signs too until `previousSecretUntil`. */
  @Column('text', { name: 'previous_secret_sealed', nullable: true })
  previousSecretSealed!: string | null;

  @Column({
    ...{ type: 'timestamptz', precision: 3, nullable: true },
    name: 'previous_secret_until',
  })
  previousSecretUntil!: Date | null;

  /** The credential that made or last changed it: this one or the other. It stops with it. */
  @ForeignKey('grants', { name: 'fk_webhooks_grant', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'grant_id', nullable: true })
  grantId!: string | null;

  @ForeignKey('api_tokens', { name: 'fk_webhooks_api_token', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'api_token_id', nullable: true })
  apiTokenId!: string | null;

  /** For whom the credential acts; null for a service. */
  @Column('uuid', { name: 'person_id', nullable: true })
  personId!: string | null;

  /** The scopes of the credential then: a token narrower than its grant. */
  @Column('text', { array: true })
  scopes!: string[];

  /** The first failure since the last success. */
  @Column({ type: 'timestamptz', precision: 3, name: 'failing_since', nullable: true })
  failingSince!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'paused_until', nullable: true })
  pausedUntil!: Date | null;

  @Column('integer', { default: 1 })
  version!: number;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
