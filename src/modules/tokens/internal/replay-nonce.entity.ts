import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** With it and a consumed refresh token the successor of that can be derived again, until the row is deleted. */
@Entity('replay_nonces')
@Index('ix_replay_nonces_age', ['createdAt'])
export class ReplayNonceEntity {
  /** Random: what a consumed token stores of it. */
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'pk_replay_nonces' })
  id!: Buffer;

  @Column('bytea')
  nonce!: Buffer;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
