import { Module } from '@nestjs/common';
import { AuditModule } from '../../modules/audit/audit.module.js';
import { AuditController } from './audit.controller.js';
import { AuditEntries } from './audit-entries.service.js';

/** The audit log, for programs of a project's owners. */
@Module({
  imports: [AuditModule],
  controllers: [AuditController],
  providers: [AuditEntries],
})
export class ProjectAuditModule {}
