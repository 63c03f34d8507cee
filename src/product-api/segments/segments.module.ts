import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SegmentEntity } from './internal/segment.entity.js';
import { SegmentLinkEntity } from './internal/segment-link.entity.js';
import { SegmentMemberEntity } from './internal/segment-member.entity.js';
import { SegmentSnapshotEntity } from './internal/segment-snapshot.entity.js';
import { SegmentUseEntity } from './internal/segment-use.entity.js';
import { WatchedSegmentEntity } from './internal/watched-segment.entity.js';
import { SegmentsController } from './segments.controller.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      SegmentEntity,
      SegmentMemberEntity,
      SegmentLinkEntity,
      SegmentUseEntity,
      WatchedSegmentEntity,
      SegmentSnapshotEntity,
    ]),
  ],
  controllers: [SegmentsController],
})
export class SegmentsModule {}
