import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Answers } from '../../verification-answers.js';

/** What an organisation tells staff about its app. Never public. */
@Entity('app_answers')
@ForeignKey('clients', ['clientId'], ['id'], { name: 'fk_app_answers_client', onDelete: 'CASCADE' })
@Check('ck_app_answers_size', 'octet_length(answers::text) <= 65536')
export class AppAnswersEntity {
  @PrimaryColumn('uuid', { name: 'client_id', primaryKeyConstraintName: 'pk_app_answers' })
  clientId!: string;

  @Column('jsonb')
  answers!: Answers;

  @Column('timestamptz', { name: 'changed_at', default: () => 'now()' })
  changedAt!: Date;
}
