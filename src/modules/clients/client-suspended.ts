import { defineJob } from '../../platform/jobs/job.js';

/** What became of an app: its developers and the projects concerned are told. */
export type SuspensionStep = 'suspended' | 'restoring' | 'restored';

/** Queued in the transaction of each step. UUID. */
export const CLIENT_SUSPENSION_CHANGED = defineJob<{
  readonly clientId: string;
  readonly step: SuspensionStep;
}>('client-suspension-changed');
