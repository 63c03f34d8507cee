import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** The last day (UTC) on which a call of an app that needs a scope was not refused. */
@Entity('app_scope_uses')
export class AppScopeUseEntity {
  @ForeignKey('clients', { name: 'fk_app_scope_uses_client', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'client_id', primaryKeyConstraintName: 'pk_app_scope_uses' })
  clientId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_app_scope_uses' })
  scope!: string;

  @Column('date', { name: 'used_on' })
  usedOn!: string;
}
