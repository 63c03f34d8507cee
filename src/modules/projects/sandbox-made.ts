import { defineJob } from '../../platform/jobs/job.js';

/** A sandbox project was made, and needs sample data. Queued in the transaction that makes it. */
export const SANDBOX_MADE = defineJob<{ readonly projectId: string }>('sandbox-made');
