import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { isOneOf } from '../../../../platform/database/entity-columns.js';
import {
  PROOF_FAILURES,
  PROOF_METHODS,
  PROOF_STATES,
  type ProofFailure,
  type ProofMethod,
  type ProofState,
} from '../../domain-proof.js';

const PRIMARY_KEY = { primaryKeyConstraintName: 'pk_domain_proofs' } as const;

@Entity('domain_proofs')
@ForeignKey('clients', ['clientId'], ['id'], {
  name: 'fk_domain_proofs_client',
  onDelete: 'CASCADE',
})
@Check('ck_domain_proofs_host', 'char_length(host) <= 253')
@Check('ck_domain_proofs_state', isOneOf('state', PROOF_STATES))
@Check('ck_domain_proofs_method', isOneOf('method', PROOF_METHODS))
@Check('ck_domain_proofs_failure', isOneOf('failure', PROOF_FAILURES))
@Check(
  'ck_domain_proofs_proven',
  `state = 'pending' OR proven_at IS NOT NULL AND method IS NOT NULL`,
)
@Check('ck_domain_proofs_why', `(state = 'proven') = (failure IS NULL)`)
export class DomainProofEntity {
  @PrimaryColumn('uuid', { name: 'client_id', ...PRIMARY_KEY })
  clientId!: string;

  @PrimaryColumn('text', PRIMARY_KEY)
  host!: string;

  @Column('text')
  state!: ProofState;

  @Column('text', { nullable: true })
  method!: ProofMethod | null;

  @Column('text', { nullable: true })
  failure!: ProofFailure | null;

  @Column('timestamptz', { name: 'checked_at', default: () => 'now()' })
  checkedAt!: Date;

  @Column('timestamptz', { name: 'proven_at', nullable: true })
  provenAt!: Date | null;
}
