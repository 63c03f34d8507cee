import {
  actionsIn,
  CAMPAIGN_ACTIONS,
  CAMPAIGN_STATUSES,
  stateAfter,
  type CampaignAction,
} from '../../../../src/product-api/campaigns/campaign-states.js';

/** Every pair of state and action that is allowed, written down once more. */
const ALLOWED: readonly (readonly [string, CampaignAction, string])[] = [
  ...CAMPAIGN_STATUSES.map((status) => [status, 'duplicate', status] as const),
  ['draft', 'edit', 'draft'],
  ['draft', 'delete', 'draft'],
  ['draft', 'estimate', 'draft'],
  ['draft', 'test', 'draft'],
  ['draft', 'schedule', 'scheduled'],
  ['draft', 'send', 'sending'],
  ['scheduled', 'estimate', 'scheduled'],
  ['scheduled', 'test', 'scheduled'],
  ['scheduled', 'unschedule', 'draft'],
  ['scheduled', 'send', 'sending'],
  ['scheduled', 'start', 'sending'],
  ['scheduled', 'cancel', 'cancelled'],
  ['sending', 'pause', 'paused'],
  ['sending', 'halt', 'paused'],
  ['sending', 'run-out', 'unpaid'],
  ['sending', 'finish', 'sent'],
  ['sending', 'cancel', 'cancelled'],
  ['paused', 'resume', 'sending'],
  ['paused', 'cancel', 'cancelled'],
  ['unpaid', 'resume', 'sending'],
  ['unpaid', 'cancel', 'cancelled'],
  ['sent', 'archive', 'archived'],
  ['cancelled', 'archive', 'archived'],
];

const ACTIONS = Object.keys(CAMPAIGN_ACTIONS) as CampaignAction[];

describe('the states of a campaign', () => {
  const pairs = CAMPAIGN_STATUSES.flatMap((status) =>
    ACTIONS.map((action) => [status, action] as const),
  );

  it.each(pairs)('%s, %s', (status, action) => {
    const allowed = ALLOWED.find(([from, what]) => from === status && what === action);
    expect(stateAfter(status, action)).toBe(allowed?.[2] ?? null);
  });

  it('lists what a caller may do, without what only the server does', () => {
    expect(actionsIn('scheduled')).toEqual([
      ...['duplicate', 'estimate', 'test', 'unschedule', 'send', 'cancel'],
    ]);
    expect(actionsIn('sending')).toEqual(['duplicate', 'pause', 'cancel']);
    expect(actionsIn('archived')).toEqual(['duplicate']);
  });
});
