import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSourcesModule } from '../data-sources/data-sources.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { ImportsController } from './imports.controller.js';
import { Imports } from './imports.service.js';
import { ImportErrorEntity } from './internal/import-error.entity.js';
import { ImportPartEntity } from './internal/import-part.entity.js';
import { ImportEntity } from './internal/import.entity.js';
import { ResumeImportsJob } from './internal/resume-imports.job.js';
import { RunImportJob } from './internal/run-import.job.js';
import { SourceImportsController } from './source-imports.controller.js';

const ENTITIES = [ImportEntity, ImportPartEntity, ImportErrorEntity];

/** Many contacts at once, brought in by jobs. */
@Module({
  imports: [DataSourcesModule, WebhooksModule, TypeOrmModule.forFeature(ENTITIES)],
  controllers: [ImportsController, SourceImportsController],
  providers: [Imports, RunImportJob, ResumeImportsJob],
})
export class ImportsModule {}
