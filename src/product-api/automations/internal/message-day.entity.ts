import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const KEY = 'pk_automation_message_days';

/** How many messages of automations a contact got in a day of the project, whichever automations sent them. */
@Entity('automation_message_days')
@ForeignKey('contacts', ['projectId', 'contactId'], ['projectId', 'id'], {
  name: 'fk_automation_message_days_contact',
  onDelete: 'CASCADE',
})
@Index('ix_automation_message_days_day', ['day'])
export class MessageDayEntity {
  @PrimaryColumn('uuid', { name: 'project_id', primaryKeyConstraintName: KEY })
  projectId!: string;

  @PrimaryColumn('uuid', { name: 'contact_id', primaryKeyConstraintName: KEY })
  contactId!: string;

  @PrimaryColumn('date', { primaryKeyConstraintName: KEY })
  day!: string;

  @Column('integer')
  messages!: number;
}
