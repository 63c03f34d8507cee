import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The id by which a source knows a contact that came from another one. */
@Entity('contact_identities')
@ForeignKey('contacts', ['projectId', 'contactId'], ['projectId', 'id'], {
  name: 'fk_contact_identities_contact',
  onDelete: 'CASCADE',
})
@Index('ux_contact_identities_contact', ['projectId', 'contactId', 'dataSourceId'], {
  unique: true,
})
export class ContactIdentityEntity {
  @PrimaryColumn('uuid', { name: 'project_id', primaryKeyConstraintName: 'pk_contact_identities' })
  projectId!: string;

  @PrimaryColumn('uuid', {
    name: 'data_source_id',
    primaryKeyConstraintName: 'pk_contact_identities',
  })
  dataSourceId!: string;

  @PrimaryColumn('text', { name: 'user_id', primaryKeyConstraintName: 'pk_contact_identities' })
  userId!: string;

  @Column('uuid', { name: 'contact_id' })
  contactId!: string;
}
