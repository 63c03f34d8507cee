import { Module } from '@nestjs/common';

/** The append-only record of what happened. */
@Module({})
export class AuditModule {}
