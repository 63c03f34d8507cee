import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** How many requests of an app were logged: the ring's next place. Its row is locked while a batch is written. */
@Entity('app_request_places')
export class AppRequestPlaceEntity {
  @ForeignKey('clients', { name: 'fk_app_request_places_client', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'client_id', primaryKeyConstraintName: 'pk_app_request_places' })
  clientId!: string;

  @Column('bigint')
  written!: string;
}
