import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditLog } from './audit-log.service.js';
import { AuditTrail } from './audit-trail.service.js';
import { AuditEventEntity } from './internal/audit-event.entity.js';
import { AuditPiiEntity } from './internal/audit-pii.entity.js';

/** The append-only audit log. */
@Module({
  imports: [TypeOrmModule.forFeature([AuditEventEntity, AuditPiiEntity])],
  providers: [AuditLog, AuditTrail],
  exports: [AuditLog, AuditTrail],
})
export class AuditModule {}
