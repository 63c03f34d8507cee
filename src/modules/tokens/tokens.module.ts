import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessTokenVerifier } from './access-token-verifier.service.js';
import { AccessTokenEntity } from './internal/access-token.entity.js';
import { RefreshTokenEntity } from './internal/refresh-token.entity.js';
import { TokenFamilyEntity } from './internal/token-family.entity.js';

/** The token and revocation endpoints, and the verification of access tokens. */
@Module({
  imports: [TypeOrmModule.forFeature([TokenFamilyEntity, AccessTokenEntity, RefreshTokenEntity])],
  providers: [AccessTokenVerifier],
  exports: [AccessTokenVerifier],
})
export class TokensModule {}
