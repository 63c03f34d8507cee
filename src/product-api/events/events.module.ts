import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RulesModule } from '../rules/rules.module.js';
import { SpecsModule } from '../specs/specs.module.js';
import { ContactEventsController } from './contact-events.controller.js';
import { EventQueries } from './event-queries.service.js';
import { EventsController } from './events.controller.js';
import { EventsService } from './events.service.js';
import { ContactEventEntity } from './internal/contact-event.entity.js';
import { EventsEraser } from './internal/events.eraser.js';
import { EventListenerEntity } from './internal/event-listener.entity.js';

/** What contacts did. */
@Module({
  imports: [
    RulesModule,
    SpecsModule,
    TypeOrmModule.forFeature([ContactEventEntity, EventListenerEntity]),
  ],
  controllers: [EventsController, ContactEventsController],
  providers: [EventsService, EventQueries, EventsEraser],
})
export class EventsModule {}
