import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The answer to a request with an `Idempotency-Key`, stored in the transaction of its effect. */
@Entity('idempotency_keys')
@ForeignKey('projects', ['projectId'], ['id'], {
  name: 'fk_idempotency_keys_project',
  onDelete: 'CASCADE',
})
@Index('ix_idempotency_keys_age', ['createdAt'])
export class IdempotencyKeyEntity {
  @PrimaryColumn('uuid', { name: 'project_id', primaryKeyConstraintName: 'pk_idempotency_keys' })
  projectId!: string;

  /** SHA-256 of the project, the credential and the key. */
  @PrimaryColumn('bytea', { name: 'key_hash', primaryKeyConstraintName: 'pk_idempotency_keys' })
  keyHash!: Buffer;

  /** SHA-256 of the request. */
  @Column('bytea', { name: 'request_hash' })
  requestHash!: Buffer;

  /** JWE that only the key opens. */
  @Column('text')
  answer!: string;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
