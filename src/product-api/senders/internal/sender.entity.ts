import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A name or number that messages come from. */
@Entity('senders')
@Check('ck_senders_type', `type IN ('alphanumeric', 'long', 'short')`)
@Check('ck_senders_status', `status IN ('pending', 'approved', 'rejected', 'disabled')`)
@ForeignKey('projects', ['projectId'], ['id'], { name: 'fk_senders_project', onDelete: 'CASCADE' })
@Index('ux_senders_project_id', ['projectId', 'id'], { unique: true })
@Index('ux_senders_default', ['projectId'], { unique: true, where: 'is_default' })
export class SenderEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_senders' })
  id!: string;

  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  @Column('text')
  address!: string;

  @Column('text')
  type!: 'alphanumeric' | 'long' | 'short';

  /** ISO 3166-1 alpha-2. */
  @Column('text', { array: true, default: '{}' })
  countries!: string[];

  @Column('text')
  status!: 'pending' | 'approved' | 'rejected' | 'disabled';

  @Column('boolean', { name: 'is_default', default: false })
  isDefault!: boolean;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
