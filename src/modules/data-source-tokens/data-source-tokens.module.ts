import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { DataSourceTokens } from './data-source-tokens.service.js';
import { DataSourceTokenEntity } from './internal/data-source-token.entity.js';

/** Tokens that reach one data source, and rest on the access that made them. */
@Module({
  imports: [TypeOrmModule.forFeature([DataSourceTokenEntity]), AuditModule],
  providers: [DataSourceTokens],
  exports: [DataSourceTokens],
})
export class DataSourceTokensModule {}
