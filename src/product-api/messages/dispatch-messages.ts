import { defineJob } from '../../platform/jobs/job.js';

/** Gives carriers what is due, of all projects. */
export const DISPATCH_MESSAGES = defineJob<object>('dispatch-messages');
