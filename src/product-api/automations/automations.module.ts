import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AutomationVersionEntity } from './internal/automation-version.entity.js';
import { AutomationEntity } from './internal/automation.entity.js';
import { EnrollmentEntity } from './internal/enrollment.entity.js';
import { MessageDayEntity } from './internal/message-day.entity.js';

/** Messages that contacts get by themselves once something has happened. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      AutomationEntity,
      AutomationVersionEntity,
      EnrollmentEntity,
      MessageDayEntity,
    ]),
  ],
})
export class AutomationsModule {}
