import { defineJob } from '../../platform/jobs/job.js';

/** An app's access to projects, as it ended. */
export interface EndedAccess {
  /** UUIDs. */
  readonly grantId: string;
  readonly clientId: string;
  readonly projects: readonly EndedProject[];
}

export interface EndedProject {
  readonly projectId: string;
  /** A `RevocationReason`. */
  readonly reason: string;
  /** Of the event that says so, which has the same id however often the job runs. */
  readonly eventId: string;
}

/**
 * Access has ended: queued in the transaction that ended it. One row for each grant, beside its audit events, and
 * nothing else: of an app with ten thousand grants, whose endings are a job of their own, each takes one to two
 * milliseconds more (as measured), and none waits for the webhooks.
 */
export const GRANT_ENDED = defineJob<EndedAccess>('grant-ended');
