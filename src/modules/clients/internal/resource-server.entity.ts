import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Credential of a resource server, for introspection only. */
@Entity('resource_servers')
@Index('ux_resource_servers_secret', ['secretHash'], { unique: true })
export class ResourceServerEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_resource_servers' })
  id!: string;

  @Column('text')
  name!: string;

  /** The audience whose tokens it may introspect (RFC 8707). */
  @Column('text')
  resource!: string;

  @Column('bytea', { name: 'secret_hash' })
  secretHash!: Buffer;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt!: Date | null;
}
