import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A credential of a resource server: it may introspect tokens, and nothing else. */
@Entity('resource_servers')
@Index('ux_resource_servers_secret', ['secretHash'], { unique: true })
export class ResourceServerEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_resource_servers' })
  id!: string;

  @Column('text')
  name!: string;

  /** The one audience whose tokens it may see (RFC 8707). */
  @Column('text')
  resource!: string;

  @Column('bytea', { name: 'secret_hash' })
  secretHash!: Buffer;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt!: Date | null;
}
