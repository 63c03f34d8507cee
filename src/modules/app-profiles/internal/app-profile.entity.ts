import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { AppProfile } from '../app-profile.js';

@Entity('app_profiles')
@ForeignKey('clients', ['clientId'], ['id'], {
  name: 'fk_app_profiles_client',
  onDelete: 'CASCADE',
})
@Index('ux_app_profiles_slug', { synchronize: false })
@Index('ix_app_profiles_words', { synchronize: false })
@Index('ix_app_profiles_categories', { synchronize: false })
@Check(
  'ck_app_profiles_emails',
  `char_length(coalesce(support_email, '')) <= 320 AND char_length(coalesce(security_email, '')) <= 320`,
)
@Check(
  'ck_app_profiles_sizes',
  `octet_length(scope_reasons::text) <= 32768 AND octet_length(coalesce(listing::text, '')) <= 65536`,
)
export class AppProfileEntity {
  @PrimaryColumn('uuid', { name: 'client_id', primaryKeyConstraintName: 'pk_app_profiles' })
  clientId!: string;

  @Column('text', { name: 'support_email', nullable: true })
  supportEmail!: AppProfile['supportEmail'];

  @Column('text', { name: 'security_email', nullable: true })
  securityEmail!: AppProfile['securityEmail'];

  @Column('jsonb', { name: 'scope_reasons', default: {} })
  scopeReasons!: AppProfile['scopeReasons'];

  @Column('jsonb', { nullable: true })
  listing!: AppProfile['listing'];

  @Column('timestamptz', { name: 'changed_at', default: () => 'now()' })
  changedAt!: Date;
}
