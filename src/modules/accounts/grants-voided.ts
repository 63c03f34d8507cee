import { defineJob } from '../../platform/jobs/job.js';

/**
 * A person's `consent_epoch` has risen: every grant they made before is void. The handler closes those grants. UUID.
 */
export const GRANTS_VOIDED = defineJob<{ readonly userId: string }>('grants-voided');
