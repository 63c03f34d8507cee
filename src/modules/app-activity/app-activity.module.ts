import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AppActivity } from './app-activity.service.js';
import { AppRequestPlaceEntity } from './internal/app-request-place.entity.js';
import { AppRequestEntity } from './internal/app-request.entity.js';
import { AppScopeUseEntity } from './internal/app-scope-use.entity.js';
import { AppUsageEntity } from './internal/app-usage.entity.js';
import { ClearActivityJob } from './internal/clear-activity.job.js';
import { NoteScopes } from './internal/note-scopes.js';
import { NoteRequests } from './internal/note-requests.js';

/** What apps do: a bounded log of their requests and refusals, and totals by day. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      AppRequestEntity,
      AppRequestPlaceEntity,
      AppScopeUseEntity,
      AppUsageEntity,
    ]),
  ],
  providers: [AppActivity, ClearActivityJob, NoteRequests, NoteScopes],
  exports: [AppActivity],
})
export class AppActivityModule {}
