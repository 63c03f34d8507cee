import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AttributeSpecEntity } from './internal/attribute-spec.entity.js';
import { EventParameterSpecEntity } from './internal/event-parameter-spec.entity.js';
import { EventSpecEntity } from './internal/event-spec.entity.js';
import { ProjectSpecsEntity } from './internal/project-specs.entity.js';
import { SpecCatalogue } from './spec-catalogue.service.js';

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
  providers: [SpecCatalogue],
  exports: [SpecCatalogue],
})
export class SpecsModule {}
