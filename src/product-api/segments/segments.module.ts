import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AudienceModule } from '../audience/audience.module.js';
import { RulesModule } from '../rules/rules.module.js';
import { SegmentEntity } from './internal/segment.entity.js';
import { SegmentLinkEntity } from './internal/segment-link.entity.js';
import { SegmentMemberEntity } from './internal/segment-member.entity.js';
import { SegmentSnapshotEntity } from './internal/segment-snapshot.entity.js';
import { SegmentUseEntity } from './internal/segment-use.entity.js';
import { WatchedSegmentEntity } from './internal/watched-segment.entity.js';
import { SegmentWatch } from './internal/segment-watch.service.js';
import { WatchSegments } from './internal/watch-segments.job.js';
import { SegmentContactsController } from './segment-contacts.controller.js';
import { SegmentCounts } from './segment-counts.service.js';
import { SegmentEditsController } from './segment-edits.controller.js';
import { SegmentEdits } from './segment-edits.service.js';
import { SegmentMembersController } from './segment-members.controller.js';
import { SegmentMembers } from './segment-members.service.js';
import { SegmentPreviews } from './segment-previews.service.js';
import { SegmentUses } from './segment-uses.service.js';
import { SegmentsController } from './segments.controller.js';

@Module({
  imports: [
    AudienceModule,
    RulesModule,
    TypeOrmModule.forFeature([
      SegmentEntity,
      SegmentMemberEntity,
      SegmentLinkEntity,
      SegmentUseEntity,
      WatchedSegmentEntity,
      SegmentSnapshotEntity,
    ]),
  ],
  controllers: [
    SegmentsController,
    SegmentEditsController,
    SegmentMembersController,
    SegmentContactsController,
  ],
  providers: [
    SegmentCounts,
    SegmentEdits,
    SegmentPreviews,
    SegmentMembers,
    SegmentUses,
    SegmentWatch,
    WatchSegments,
  ],
  exports: [SegmentUses],
})
export class SegmentsModule {}
