import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSourceTokensModule } from '../../modules/data-source-tokens/data-source-tokens.module.js';
import { ProjectsModule } from '../../modules/projects/projects.module.js';
import { AudienceModule } from '../audience/audience.module.js';
import { SpecsModule } from '../specs/specs.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { ContactIngest } from './contact-ingest.service.js';
import { DataSourcesController } from './data-sources.controller.js';
import { DataSources } from './data-sources.service.js';
import { EventIngest } from './event-ingest.service.js';
import { AddReceiptsJob } from './internal/add-receipts.job.js';
import { ContactIdentityEntity } from './internal/contact-identity.entity.js';
import { ContactMerger } from './internal/contact-merger.service.js';
import { ContactWriter } from './internal/contact-writer.service.js';
import { DataSourceNumbers } from './internal/data-source-numbers.service.js';
import { DataSourceReceiptEntity } from './internal/data-source-receipt.entity.js';
import { DataSourceEntity } from './internal/data-source.entity.js';
import { SourceTokens } from './internal/source-tokens.service.js';
import { IdentitiesEraser } from './internal/identities.eraser.js';
import { SourceContacts } from './source-contacts.service.js';
import { SourceTokensController } from './source-tokens.controller.js';
import { StreamController } from './stream.controller.js';
import { StreamSpecsController } from './stream-specs.controller.js';

const ENTITIES = [DataSourceEntity, DataSourceReceiptEntity, ContactIdentityEntity];

/** Where contacts and events come from. */
@Module({
  imports: [
    DataSourceTokensModule,
    ProjectsModule,
    SpecsModule,
    AudienceModule,
    WebhooksModule,
    TypeOrmModule.forFeature(ENTITIES),
  ],
  controllers: [
    DataSourcesController,
    SourceTokensController,
    StreamController,
    StreamSpecsController,
  ],
  providers: [
    DataSources,
    SourceTokens,
    DataSourceNumbers,
    AddReceiptsJob,
    ContactIngest,
    EventIngest,
    ContactWriter,
    ContactMerger,
    IdentitiesEraser,
    SourceContacts,
  ],
  exports: [DataSources, ContactIngest],
})
export class DataSourcesModule {}
