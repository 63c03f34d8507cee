import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** A number to which a project sends nothing, without the number. */
@Entity('contact_suppressions')
@ForeignKey('projects', ['projectId'], ['id'], {
  name: 'fk_contact_suppressions_project',
  onDelete: 'CASCADE',
})
@Check('ck_contact_suppressions_cause', 'stopped_at IS NOT NULL OR erased_at IS NOT NULL')
export class ContactSuppressionEntity {
  @PrimaryColumn('uuid', {
    name: 'project_id',
    primaryKeyConstraintName: 'pk_contact_suppressions',
  })
  projectId!: string;

  /** HMAC-SHA-256 of project and number. */
  @PrimaryColumn('bytea', {
    name: 'phone_hash',
    primaryKeyConstraintName: 'pk_contact_suppressions',
  })
  phoneHash!: Buffer;

  /** The person replied STOP. */
  @Column({ type: 'timestamptz', precision: 3, name: 'stopped_at', nullable: true })
  stoppedAt!: Date | null;

  /** A contact with the number was erased. */
  @Column({ type: 'timestamptz', precision: 3, name: 'erased_at', nullable: true })
  erasedAt!: Date | null;
}
