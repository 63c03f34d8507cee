import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { isOneOf } from '../../../platform/database/entity-columns.js';

const KINDS = ['top_up', 'reserve', 'capture', 'release'] as const;

/** One change of a balance. Never changed: what was wrong is corrected by another one. */
@Entity('funds_movements')
@Check('ck_funds_movements_kind', isOneOf('kind', KINDS))
@Check('ck_funds_movements_amount', 'amount > 0')
@Index('ix_funds_movements_organisation', ['organisationId', 'createdAt', 'id'])
export class FundsMovementEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_funds_movements' })
  id!: string;

  @ForeignKey('organisations', { name: 'fk_funds_movements_organisation', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'organisation_id' })
  organisationId!: string;

  @Column('uuid', { name: 'project_id', nullable: true })
  projectId!: string | null;

  @Column('text')
  kind!: (typeof KINDS)[number];

  /** Millionths. */
  @Column('bigint')
  amount!: string;

  /** For how many messages. */
  @Column('integer', { nullable: true })
  messages!: number | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
