import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { GrantsModule } from '../../modules/grants/grants.module.js';
import { TokensModule } from '../../modules/tokens/tokens.module.js';
import { VerificationModule } from '../../modules/verification/verification.module.js';
import { AccessTokenGuard } from './access-token.guard.js';
import { ContactReads } from './contact-reads.service.js';
import { Cursors } from './cursor.js';
import { CallLimits } from './internal/call-limits/call-limits.service.js';
import { AppContactReadsEntity } from './internal/contact-reads/app-contact-reads.entity.js';
import { ClearContactReadsJob } from './internal/contact-reads/clear-contact-reads.job.js';
import { AnswerSeal } from './internal/idempotency/answer-seal.js';
import { ClearIdempotencyKeysJob } from './internal/idempotency/clear-idempotency-keys.job.js';
import { FaultGuard } from './internal/fault-lab/fault.guard.js';
import { SimulatedFaults } from './internal/fault-lab/simulated-faults.service.js';
import { IdempotencyKeyEntity } from './internal/idempotency/idempotency-key.entity.js';
import { IdempotentCalls } from './internal/idempotency/idempotent-calls.service.js';
import { JsonBodyGuard } from './json-body.guard.js';
import { KeysetPages } from './keyset-pages.service.js';
import { PlainLists } from './plain-lists.service.js';
import { QueryGuard } from './query.guard.js';
import { RouteCensus } from './route-census.js';
import { ScopeGuard } from './scope.guard.js';

/** Authentication, authorisation and shared parts of the Product API. The guards are global and run in this order. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forFeature([AppContactReadsEntity, IdempotencyKeyEntity]),
    GrantsModule,
    TokensModule,
    VerificationModule,
  ],
  providers: [
    { provide: APP_GUARD, useClass: AccessTokenGuard },
    { provide: APP_GUARD, useClass: FaultGuard },
    { provide: APP_GUARD, useClass: ScopeGuard },
    { provide: APP_GUARD, useClass: QueryGuard },
    { provide: APP_GUARD, useClass: JsonBodyGuard },
    RouteCensus,
    Cursors,
    KeysetPages,
    PlainLists,
    AnswerSeal,
    CallLimits,
    SimulatedFaults,
    IdempotentCalls,
    ClearIdempotencyKeysJob,
    ContactReads,
    ClearContactReadsJob,
  ],
  exports: [ContactReads, Cursors, IdempotentCalls, KeysetPages, PlainLists],
})
export class AccessModule {}
