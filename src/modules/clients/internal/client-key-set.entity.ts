import type { JSONWebKeySet } from 'jose';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A cached copy of a client's key set. */
@Entity('client_key_sets')
@Index('ix_client_key_sets_age', ['fetchedAt'])
export class ClientKeySetEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_client_key_sets' })
  uri!: string;

  @Column('jsonb')
  keys!: JSONWebKeySet;

  @Column('timestamptz', { name: 'fetched_at', default: () => 'now()' })
  fetchedAt!: Date;

  @Column('timestamptz', { name: 'fresh_until' })
  freshUntil!: Date;
}
