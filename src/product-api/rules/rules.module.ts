import { Module } from '@nestjs/common';
import { ProjectsModule } from '../../modules/projects/projects.module.js';
import { SpecsModule } from '../specs/specs.module.js';
import { ContactCounts } from './contact-counts.service.js';
import { ContactValues } from './contact-values.service.js';
import { ReferredSegments } from './internal/referred-segments.service.js';
import { Rules } from './rules.service.js';
import { SegmentRules } from './segment-rules.service.js';

/** The rule language: conditions about contacts and events, as SQL. */
@Module({
  imports: [ProjectsModule, SpecsModule],
  providers: [Rules, SegmentRules, ReferredSegments, ContactCounts, ContactValues],
  exports: [Rules, SegmentRules, ContactCounts, ContactValues],
})
export class RulesModule {}
