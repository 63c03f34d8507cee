import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A logo as this server has encoded it; nothing of the upload is kept. */
@Entity('app_logos')
@ForeignKey('clients', ['clientId'], ['id'], { name: 'fk_app_logos_client', onDelete: 'CASCADE' })
@Check('ck_app_logos_size', 'octet_length(png) <= 102400')
@Index('ix_app_logos_client', ['clientId', 'id'])
export class AppLogoEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_app_logos' })
  id!: string;

  @Column('uuid', { name: 'client_id' })
  clientId!: string;

  @Column('bytea')
  png!: Buffer;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
