import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A report of a carrier about a message, also one that came twice or too late. */
@Entity('carrier_reports')
@Index('ix_carrier_reports_message', ['messageId', 'receivedAt'])
@Index('ix_carrier_reports_received', ['receivedAt'])
export class CarrierReportEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_carrier_reports' })
  id!: string;

  @ForeignKey('sms_messages', { name: 'fk_carrier_reports_message', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('text')
  gateway!: string;

  @Column('text')
  status!: string;

  @Column('text', { nullable: true })
  code!: string | null;

  /** The carrier's clock. */
  @Column({ type: 'timestamptz', precision: 3, name: 'event_at', nullable: true })
  eventAt!: Date | null;

  /** Whether it changed the message. */
  @Column('boolean')
  applied!: boolean;

  @Column({ type: 'timestamptz', precision: 3, name: 'received_at', default: () => 'now()' })
  receivedAt!: Date;
}
