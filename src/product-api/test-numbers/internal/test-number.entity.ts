import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** `pending`: a code was sent to it. `confirmed`: the code was entered. */
export type TestNumberState = 'pending' | 'confirmed';

/** A phone to which apps under development may send messages of a project. */
@Entity('test_numbers')
@Check('ck_test_numbers_state', `state IN ('pending', 'confirmed')`)
@Index('ux_test_numbers_phone', ['projectId', 'phone'], { unique: true })
@Index('ix_test_numbers_pending', ['codeExpiresAt'], { where: `state = 'pending'` })
export class TestNumberEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_test_numbers' })
  id!: string;

  @ForeignKey('projects', { name: 'fk_test_numbers_project', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'project_id' })
  projectId!: string;

  /** E.164. */
  @Column('text')
  phone!: string;

  @Column('text', { default: 'pending' })
  state!: TestNumberState;

  /** SHA-256 of the id and the code. */
  @Column('bytea', { name: 'code_hash' })
  codeHash!: Buffer;

  /** Codes that were entered, of those that may be. */
  @Column('integer', { default: 0 })
  guesses!: number;

  @Column({ type: 'timestamptz', precision: 3, name: 'code_expires_at' })
  codeExpiresAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
