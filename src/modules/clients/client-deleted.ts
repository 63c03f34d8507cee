import { defineJob } from '../../platform/jobs/job.js';

/** A client was deleted and works no more; whoever keeps things that hang from it closes them. UUID. */
export const CLIENT_DELETED = defineJob<{ readonly clientId: string }>('client-deleted');
