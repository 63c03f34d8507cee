import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClearProofsJob } from './clear-proofs.job.js';
import { DpopProofEntity } from './dpop-proof.entity.js';
import { DpopProofs } from './dpop-proofs.service.js';
import { ProofNonces } from './proof-nonces.js';

/** Proofs of possession (RFC 9449), for the endpoints that give tokens and for those that take them. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([DpopProofEntity])],
  providers: [ClearProofsJob, DpopProofs, ProofNonces],
  exports: [DpopProofs],
})
export class DpopModule {}
