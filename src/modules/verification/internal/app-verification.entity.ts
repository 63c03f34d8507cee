import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Tier } from '../app-verification.js';

/** Without a row the client's origin decides. */
@Entity('app_verifications')
@ForeignKey('clients', ['clientId'], ['id'], {
  name: 'fk_app_verifications_client',
  onDelete: 'CASCADE',
})
@Index('ix_app_verifications_listed', ['clientId'], { where: `tier = 'listed'` })
@Check(
  'ck_app_verifications_tier',
  `tier IN ('self_registered', 'development', 'verified', 'listed')`,
)
@Check('ck_app_verifications_standing', `standing IN ('current', 'lapsed')`)
@Check('ck_app_verifications_lapsed', `(standing = 'lapsed') = (lapsed_at IS NOT NULL)`)
@Index('ix_app_verifications_domain', ['verifiedDomain'], {
  where: `verified_domain IS NOT NULL AND tier IN ('verified', 'listed')`,
})
@Index('ix_app_verifications_confirmed', ['confirmedAt', 'clientId'], {
  where: `standing = 'current' AND tier IN ('verified', 'listed')`,
})
export class AppVerificationEntity {
  @PrimaryColumn('uuid', { name: 'client_id', primaryKeyConstraintName: 'pk_app_verifications' })
  clientId!: string;

  @Column('text')
  tier!: Tier;

  @Column('text', { name: 'approved_scopes', array: true, default: '{}' })
  approvedScopes!: string[];

  @Column('text', { name: 'verified_domain', nullable: true })
  verifiedDomain!: string | null;

  /** The identity version of the app that was reviewed. */
  @Column('integer', { name: 'identity_version' })
  identityVersion!: number;

  @Column('timestamptz', { name: 'decided_at', default: () => 'now()' })
  decidedAt!: Date;

  /** `lapsed`: nobody has confirmed it in time, so that new consents have the limits of an app in development. */
  @Column('text', { default: 'current' })
  standing!: 'current' | 'lapsed';

  /** Consents of before keep the limits that they had. */
  @Column('timestamptz', { name: 'lapsed_at', nullable: true })
  lapsedAt!: Date | null;

  /** When it was decided or last confirmed. */
  @Column('timestamptz', { name: 'confirmed_at', default: () => 'now()' })
  confirmedAt!: Date;

  /** Notices sent since then. */
  @Column('integer', { default: 0 })
  notices!: number;
}
