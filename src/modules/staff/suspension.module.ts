import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module.js';
import { TellSuspensionJob } from './internal/suspension/tell-suspension.job.js';

/** Apps that staff contain and restore: the pages, the reports and who is told. */
@Module({
  imports: [ClientsModule],
  providers: [TellSuspensionJob],
})
export class SuspensionModule {}
