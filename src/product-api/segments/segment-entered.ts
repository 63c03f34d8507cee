import { defineJob } from '../../platform/jobs/job.js';

/** Contacts that have entered a segment which somebody watches (`SegmentUses`). At most 500 in a job. */
export interface SegmentEntered {
  readonly projectId: string;
  readonly segmentId: string;
  readonly contactIds: readonly string[];
}

/** Handled by automations, which watch segments. */
export const SEGMENT_ENTERED = defineJob<SegmentEntered>('segment-entered');
