import { defineJob } from '../../platform/jobs/job.js';

/** A sandbox project was made: whoever knows its data fills it with some. Queued in its transaction. */
export const SANDBOX_MADE = defineJob<{ readonly projectId: string }>('sandbox-made');
