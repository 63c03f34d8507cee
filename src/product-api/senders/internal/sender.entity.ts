import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { isOneOf } from '../../../platform/database/entity-columns.js';

export const SENDER_TYPES = ['alphanumeric', 'long', 'short'] as const;
export const SENDER_STATUSES = ['pending', 'approved', 'rejected', 'disabled'] as const;

/** A name or number that messages come from. */
@Entity('senders')
@Check('ck_senders_type', isOneOf('type', SENDER_TYPES))
@Check('ck_senders_status', isOneOf('status', SENDER_STATUSES))
@ForeignKey('projects', ['projectId'], ['id'], { name: 'fk_senders_project', onDelete: 'CASCADE' })
@Index('ux_senders_project_id', ['projectId', 'id'], { unique: true })
@Index('ux_senders_address', ['projectId', 'from'], { unique: true })
@Index('ix_senders_number', ['from'], { where: `type <> 'alphanumeric'` })
@Index('ux_senders_default', ['projectId'], { unique: true, where: 'is_default' })
export class SenderEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_senders' })
  id!: string;

  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  /** What recipients see. */
  @Column('text', { name: 'address' })
  from!: string;

  @Column('text')
  type!: (typeof SENDER_TYPES)[number];

  /** ISO 3166-1 alpha-2. */
  @Column('text', { array: true, default: '{}' })
  countries!: string[];

  @Column('text')
  status!: (typeof SENDER_STATUSES)[number];

  /** Why it is not approved; null if nothing is to be said. */
  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('boolean', { name: 'is_default', default: false })
  isDefault!: boolean;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
