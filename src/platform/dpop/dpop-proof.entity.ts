import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A proof that was used and must not be accepted again. */
@Entity('dpop_proofs')
@Index('ix_dpop_proofs_expiry', ['expiresAt'])
export class DpopProofEntity {
  /** Of key and `jti`: an app cannot consume the proofs of another. */
  @PrimaryColumn('bytea', { name: 'proof_hash', primaryKeyConstraintName: 'pk_dpop_proofs' })
  proofHash!: Buffer;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
