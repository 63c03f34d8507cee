import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSourceEntity } from './internal/data-source.entity.js';

/** Where contacts and events come from. */
@Module({ imports: [TypeOrmModule.forFeature([DataSourceEntity])] })
export class DataSourcesModule {}
