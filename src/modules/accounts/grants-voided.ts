import { defineJob } from '../../platform/jobs/job.js';

/**
 * A person's `consent_epoch` has risen: nothing they allowed before works any more. Whoever keeps what was
 * allowed closes it. UUID.
 */
export const GRANTS_VOIDED = defineJob<{ readonly userId: string }>('grants-voided');
