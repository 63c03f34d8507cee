import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** A type of event that something waits for in a project: only such events are announced when they arrive. */
@Entity('event_listeners')
@ForeignKey('projects', ['projectId'], ['id'], {
  name: 'fk_event_listeners_project',
  onDelete: 'CASCADE',
})
export class EventListenerEntity {
  @PrimaryColumn('uuid', { name: 'project_id', primaryKeyConstraintName: 'pk_event_listeners' })
  projectId!: string;

  @PrimaryColumn('text', {
    name: 'event_type',
    primaryKeyConstraintName: 'pk_event_listeners',
  })
  eventType!: string;
}
