import { notFound, ProblemError } from '../../../kernel/errors/problem-error.js';
import { preconditionFailed } from '../../access/if-match.decorator.js';
import {
  actionsIn,
  stateAfter,
  type CallerAction,
  type CampaignStatus,
} from '../campaign-states.js';

interface Present {
  readonly status: CampaignStatus;
  readonly version: number;
}

/** 409: it names the state, and what a caller may do in it. */
const invalidState = (status: CampaignStatus): ProblemError =>
  new ProblemError('invalid_state', `The campaign is ${status}, which does not allow this.`, {
    members: { state: status, allowed_actions: actionsIn(status) },
  });

/**
 * @param expected the version that the caller holds, if they said which
 * @throws ProblemError 404 without a campaign, 412 for another version, 409 if its state does not allow the action
 */
export function requireAllowed<Found extends Present>(
  campaign: Found | undefined,
  action: CallerAction,
  expected?: number,
): Found {
  if (!campaign) throw notFound();
  if (expected !== undefined && campaign.version !== expected) throw preconditionFailed();
  if (stateAfter(campaign.status, action) === null) throw invalidState(campaign.status);
  return campaign;
}
