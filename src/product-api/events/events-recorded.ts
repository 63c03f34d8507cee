import { defineJob } from '../../platform/jobs/job.js';

export interface RecordedEvents {
  /** UUIDs. */
  readonly projectId: string;
  readonly eventIds: readonly string[];
}

/** Events were recorded of types in `event_listeners`. Queued in the transaction that records them; automations handle it. */
export const EVENTS_RECORDED = defineJob<RecordedEvents>('events-recorded');
