import { Module } from '@nestjs/common';
import { ClientsModule } from '../../modules/clients/clients.module.js';
import { ProjectsModule } from '../../modules/projects/projects.module.js';
import { VerificationModule } from '../../modules/verification/verification.module.js';
import { DocsApp } from './docs-app.service.js';

/** The app that the documentation is. Its pages are served by `serveDocs`. */
@Module({
  imports: [ClientsModule, ProjectsModule, VerificationModule],
  providers: [DocsApp],
})
export class DocsModule {}
