import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../../modules/audit/audit.module.js';
import { ProjectsModule } from '../../modules/projects/projects.module.js';
import { FundsController } from './funds.controller.js';
import { Funds } from './funds.service.js';
import { FundsMovementEntity } from './internal/funds-movement.entity.js';
import { OrganisationFundsEntity } from './internal/organisation-funds.entity.js';

/** What organisations have paid in advance. */
@Module({
  imports: [
    AuditModule,
    ProjectsModule,
    TypeOrmModule.forFeature([FundsMovementEntity, OrganisationFundsEntity]),
  ],
  controllers: [FundsController],
  providers: [Funds],
  exports: [Funds],
})
export class FundsModule {}
