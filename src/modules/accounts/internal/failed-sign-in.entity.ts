import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('failed_sign_ins')
export class FailedSignInEntity {
  @PrimaryColumn('timestamptz', { primaryKeyConstraintName: 'pk_failed_sign_ins' })
  minute!: Date;

  /** A user's id, or `unknown`. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_failed_sign_ins' })
  account!: string;

  @Column('integer')
  failures!: number;

  @Column('text', { array: true })
  addresses!: string[];

  @Column('text', { array: true })
  emails!: string[];
}
