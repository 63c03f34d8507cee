import { defineJob } from '../../platform/jobs/job.js';

/** A client was deleted; handlers close what depends on it. UUID. */
export const CLIENT_DELETED = defineJob<{ readonly clientId: string }>('client-deleted');
