import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactEventEntity } from './internal/contact-event.entity.js';
import { EventListenerEntity } from './internal/event-listener.entity.js';

/** Events of contacts. Only the tables so far, no controller. */
@Module({ imports: [TypeOrmModule.forFeature([ContactEventEntity, EventListenerEntity])] })
export class EventsModule {}
