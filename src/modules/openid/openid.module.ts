import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { IdTokens } from './id-tokens.service.js';
import { FillKeyRing } from './internal/fill-key-ring.js';
import { JwksController } from './internal/jwks.controller.js';
import { KeySeal } from './internal/key-seal.js';
import { SigningKeyEntity } from './internal/signing-key.entity.js';
import { SigningKeyStore } from './internal/signing-key-store.js';
import { RotateSigningKeys } from './rotate-signing-keys.js';
import { SigningKeys } from './signing-keys.service.js';

/** OpenID Connect for sign-in only: keys, ID tokens and claims (OIDC-10). */
@Module({
  imports: [AuditModule, TypeOrmModule.forFeature([SigningKeyEntity])],
  controllers: [JwksController],
  providers: [FillKeyRing, IdTokens, KeySeal, RotateSigningKeys, SigningKeys, SigningKeyStore],
  exports: [IdTokens, RotateSigningKeys, SigningKeys],
})
export class OpenidModule {}
