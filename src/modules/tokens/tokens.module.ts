import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { GrantsModule } from '../grants/grants.module.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ApiTokensModule } from '../api-tokens/api-tokens.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { DataSourceTokensModule } from '../data-source-tokens/data-source-tokens.module.js';
import { OpenidModule } from '../openid/openid.module.js';
import { AccessLimits } from './internal/access-limits.js';
import { AccessTokenVerifier } from './internal/access-token-verifier.js';
import { ClearReplayNoncesJob } from './internal/clear-replay-nonces.job.js';
import { AccessTokenEntity } from './internal/access-token.entity.js';
import { ClearTokensJob } from './internal/clear-tokens.job.js';
import { ShownSecrets } from './internal/grant-types/shown-secrets.js';
import { AuthorizationCodes } from './internal/grant-types/authorization-codes.js';
import { AuthorizationCodeGrantType } from './internal/grant-types/authorization-code.grant-type.js';
import { ClientCredentialsGrantType } from './internal/grant-types/client-credentials.grant-type.js';
import { RefreshTokenGrantType } from './internal/grant-types/refresh-token.grant-type.js';
import { IntrospectionController } from './internal/introspection/introspection.controller.js';
import { IntrospectToken } from './internal/introspection/introspect-token.js';
import { IntrospectionCallers } from './internal/introspection/introspection-caller.js';
import { LeakedController } from './internal/leaks/leaked.controller.js';
import { ReportLeak } from './internal/leaks/report-leak.js';
import { ProveCode } from './internal/grant-types/prove-code.js';
import { RefreshTokenEntity } from './internal/refresh-token.entity.js';
import { RefreshTokens } from './internal/grant-types/refresh-tokens.js';
import { ReplayNonces } from './internal/grant-types/replay-nonces.js';
import { ReplayWindow } from './internal/grant-types/replay-window.js';
import { ReplayNonceEntity } from './internal/replay-nonce.entity.js';
import { RevocationController } from './internal/revocation.controller.js';
import { RevokeToken } from './internal/revoke-token.js';
import { ServiceAccesses } from './internal/grant-types/service-accesses.js';
import { TokenFamilyEntity } from './internal/token-family.entity.js';
import { TokenFaults } from './internal/grant-types/token-faults.js';
import { VerificationModule } from '../verification/verification.module.js';
import { TokenController } from './internal/grant-types/token.controller.js';
import { UserInfoController } from './internal/user-info.controller.js';
import { ApiTokenGate } from './api-token-gate.service.js';
import { ClientSecrets } from './client-secrets.service.js';
import { DataSourceTokenGate } from './data-source-token-gate.service.js';
import { ResourceAccess } from './resource-access.service.js';
import { StandingAccess } from './standing-access.service.js';
import { TrialTokens } from './trial-tokens.service.js';

/** The token, revocation, introspection and UserInfo endpoints, reports of leaked secrets, and the verification of access tokens. */
@Module({
  imports: [
    AuditModule,
    AccountsModule,
    ApiTokensModule,
    ClientsModule,
    DataSourceTokensModule,
    GrantsModule,
    OpenidModule,
    VerificationModule,
    TypeOrmModule.forFeature([
      ...[TokenFamilyEntity, AccessTokenEntity, RefreshTokenEntity],
      ReplayNonceEntity,
    ]),
  ],
  controllers: [
    TokenController,
    RevocationController,
    IntrospectionController,
    LeakedController,
    UserInfoController,
  ],
  providers: [
    AccessLimits,
    AccessTokenVerifier,
    ApiTokenGate,
    DataSourceTokenGate,
    ResourceAccess,
    AuthorizationCodes,
    ShownSecrets,
    RefreshTokens,
    ReplayNonces,
    ReplayWindow,
    ClearReplayNoncesJob,
    ProveCode,
    AuthorizationCodeGrantType,
    RefreshTokenGrantType,
    ClientCredentialsGrantType,
    ServiceAccesses,
    TokenFaults,
    RevokeToken,
    IntrospectionCallers,
    IntrospectToken,
    ClientSecrets,
    ReportLeak,
    ClearTokensJob,
    StandingAccess,
    TrialTokens,
  ],
  exports: [
    ...[ApiTokenGate, DataSourceTokenGate, ResourceAccess],
    ...[ClientSecrets, StandingAccess, TrialTokens],
  ],
})
export class TokensModule {}
