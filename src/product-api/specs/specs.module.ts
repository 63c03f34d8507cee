import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AttributeSpecEntity } from './internal/attribute-spec.entity.js';
import { AttributeSpecs } from './internal/attribute-specs.service.js';
import { EventParameterSpecEntity } from './internal/event-parameter-spec.entity.js';
import { EventSpecEntity } from './internal/event-spec.entity.js';
import { EventSpecs } from './internal/event-specs.service.js';
import { ProjectSpecsEntity } from './internal/project-specs.entity.js';
import { SpecCatalogue } from './spec-catalogue.service.js';
import { SpecsController } from './specs.controller.js';
import { UsedSpecs } from './used-specs.service.js';

/** What attributes contacts have, and what types of events there are. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      ProjectSpecsEntity,
      AttributeSpecEntity,
      EventSpecEntity,
      EventParameterSpecEntity,
    ]),
  ],
  controllers: [SpecsController],
  providers: [SpecCatalogue, UsedSpecs, AttributeSpecs, EventSpecs],
  exports: [SpecCatalogue, UsedSpecs],
})
export class SpecsModule {}
