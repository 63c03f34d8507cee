import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { ApiTokenActivity } from './api-token-activity.service.js';
import { ApiTokenEndings } from './api-token-endings.service.js';
import { ApiTokenVerifier } from './api-token-verifier.service.js';
import { ApiTokens } from './api-tokens.service.js';
import { ApiTokenActivityEntity } from './internal/api-token-activity.entity.js';
import { ApiTokenProjectEntity } from './internal/api-token-project.entity.js';
import { ApiTokenEntity } from './internal/api-token.entity.js';
import { ClearApiTokensJob } from './internal/clear-api-tokens.job.js';
import { CloseEndedApiTokensJob } from './internal/close-ended-api-tokens.job.js';
import { EndVoidApiTokens } from './internal/end-void-api-tokens.js';
import { TokenLimits } from './internal/token-limits.js';

const entities = [ApiTokenEntity, ApiTokenProjectEntity, ApiTokenActivityEntity];

/** API tokens: their issue, their ends, and the statements that verify them. */
@Module({
  imports: [TypeOrmModule.forFeature(entities), AuditModule, ProjectsModule],
  providers: [
    ApiTokenActivity,
    ApiTokenEndings,
    ApiTokenVerifier,
    ApiTokens,
    ClearApiTokensJob,
    CloseEndedApiTokensJob,
    EndVoidApiTokens,
    TokenLimits,
  ],
  exports: [ApiTokenActivity, ApiTokenEndings, ApiTokenVerifier, ApiTokens],
})
export class ApiTokensModule {}
