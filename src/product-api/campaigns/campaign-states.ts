export const CAMPAIGN_STATUSES = [
  'draft',
  'scheduled',
  'sending',
  'paused',
  'sent',
  'unpaid',
  'cancelled',
  'archived',
] as const;

export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

interface Rule {
  readonly from: readonly CampaignStatus[];
  /** Absent: the state stays as it is, or the campaign is gone. */
  readonly to?: CampaignStatus;
}

/** What callers do. */
const BY_CALLERS = {
  duplicate: { from: CAMPAIGN_STATUSES },
  edit: { from: ['draft'] },
  delete: { from: ['draft'] },
  estimate: { from: ['draft', 'scheduled'] },
  test: { from: ['draft', 'scheduled'] },
  schedule: { from: ['draft'], to: 'scheduled' },
  unschedule: { from: ['scheduled'], to: 'draft' },
  send: { from: ['draft', 'scheduled'], to: 'sending' },
  pause: { from: ['sending'], to: 'paused' },
  resume: { from: ['paused', 'unpaid'], to: 'sending' },
  cancel: { from: ['scheduled', 'sending', 'paused', 'unpaid'], to: 'cancelled' },
  archive: { from: ['sent', 'cancelled'], to: 'archived' },
} as const satisfies Record<string, Rule>;

/** What the server does by itself: at the due time, and while it sends. */
const BY_SERVER = {
  start: { from: ['scheduled'], to: 'sending' },
  halt: { from: ['sending'], to: 'paused' },
  'run-out': { from: ['sending'], to: 'unpaid' },
  finish: { from: ['sending'], to: 'sent' },
} as const satisfies Record<string, Rule>;

export type CallerAction = keyof typeof BY_CALLERS;
export type CampaignAction = CallerAction | keyof typeof BY_SERVER;

/** The states of a campaign and everything that may happen in them. Anything else is refused. */
export const CAMPAIGN_ACTIONS: Readonly<Record<CampaignAction, Rule>> = {
  ...BY_CALLERS,
  ...BY_SERVER,
};

/** The state after an action, or null if the state does not allow it. */
export function stateAfter(status: CampaignStatus, action: CampaignAction): CampaignStatus | null {
  const { from, to = status } = CAMPAIGN_ACTIONS[action];
  return from.includes(status) ? to : null;
}

/** What a caller may do in a state. */
export const actionsIn = (status: CampaignStatus): CallerAction[] =>
  (Object.keys(BY_CALLERS) as CallerAction[]).filter(
    (action) => stateAfter(status, action) !== null,
  );
