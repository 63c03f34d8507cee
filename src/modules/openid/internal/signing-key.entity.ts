import type { JWK } from 'jose';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { IdTokenAlgorithm } from '../../clients/client.js';

/** For the schema's test only; reads and writes go through `SigningKeyStore`. */
@Entity('signing_keys')
@Index('ux_signing_keys_next', ['algorithm'], { unique: true, where: 'activated_at IS NULL' })
@Index('ux_signing_keys_current', ['algorithm'], {
  unique: true,
  where: 'activated_at IS NOT NULL AND retired_at IS NULL',
})
@Check('ck_signing_keys_algorithm', `algorithm IN ('RS256', 'ES256', 'EdDSA')`)
@Check('ck_signing_keys_life', 'retired_at IS NULL OR activated_at IS NOT NULL')
@Check('ck_signing_keys_private', '(retired_at IS NULL) = (sealed_private_key IS NOT NULL)')
export class SigningKeyEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_signing_keys' })
  kid!: string;

  @Column('text')
  algorithm!: IdTokenAlgorithm;

  @Column('jsonb', { name: 'public_jwk' })
  publicJwk!: JWK;

  @Column('text', { name: 'sealed_private_key', nullable: true })
  sealedPrivateKey!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'activated_at', nullable: true })
  activatedAt!: Date | null;

  @Column('timestamptz', { name: 'retired_at', nullable: true })
  retiredAt!: Date | null;
}
