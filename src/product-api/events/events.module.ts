import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactEventEntity } from './internal/contact-event.entity.js';

/** Events of contacts. Only the table so far, no controller. */
@Module({ imports: [TypeOrmModule.forFeature([ContactEventEntity])] })
export class EventsModule {}
