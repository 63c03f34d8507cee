import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactEventEntity } from './internal/contact-event.entity.js';

/** What contacts did. The table is here; its controllers come with the events API. */
@Module({ imports: [TypeOrmModule.forFeature([ContactEventEntity])] })
export class EventsModule {}
