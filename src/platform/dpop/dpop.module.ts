import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClearProofsJob } from './clear-proofs.job.js';
import { DpopProofEntity } from './dpop-proof.entity.js';
import { DpopProofs } from './dpop-proofs.service.js';
import { ProofNonces } from './proof-nonces.js';

/** Proofs of possession (RFC 9449), for the endpoints that issue tokens and for the resources. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([DpopProofEntity])],
  providers: [ClearProofsJob, DpopProofs, ProofNonces],
  exports: [DpopProofs],
})
export class DpopModule {}
