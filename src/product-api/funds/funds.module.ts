import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Funds } from './funds.service.js';
import { FundsMovementEntity } from './internal/funds-movement.entity.js';
import { OrganisationFundsEntity } from './internal/organisation-funds.entity.js';

/** What organisations have paid in advance. */
@Module({
  imports: [TypeOrmModule.forFeature([FundsMovementEntity, OrganisationFundsEntity])],
  providers: [Funds],
  exports: [Funds],
})
export class FundsModule {}
