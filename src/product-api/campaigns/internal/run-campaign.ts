import { defineJob } from '../../../platform/jobs/job.js';

/** The next step of a campaign. */
export interface CampaignStep {
  readonly projectId: string;
  readonly id: string;
  /** Its number: a step that was repeated, or replaced by another, does nothing. */
  readonly run: number;
}

export const RUN_CAMPAIGN = defineJob<CampaignStep>('run-campaign');
