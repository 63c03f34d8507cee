import { defineJob } from '../../../platform/jobs/job.js';

interface AutomationInProject {
  /** UUID. */
  readonly projectId: string;
  /** UUID. */
  readonly automationId: string;
}

/** It is active again: who became due meanwhile goes on. */
export const AUTOMATION_RESUMED = defineJob<AutomationInProject>('automation-resumed');

/** It ended for good, and ends for everybody under way. */
export const AUTOMATION_ARCHIVED = defineJob<AutomationInProject>('automation-archived');

/** Somebody is due now. */
export const ENROLLMENTS_DUE = defineJob<object>('enrollments-due');

/** A part of the search for the contacts whose date it is. */
export interface DateScan extends AutomationInProject {
  /** `YYYY-MM-DD`, in the time zone. */
  readonly day: string;
  readonly zone: string;
  /** ISO 8601. */
  readonly plannedAt: string;
  /** UUID of the last contact that was looked at. */
  readonly after: string;
}

export const DATE_SCAN = defineJob<DateScan>('automation-date-scan');
