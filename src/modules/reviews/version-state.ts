/** What a version is submitted for. `change`: of an app that is verified or listed. */
export const VERSION_KINDS = ['verification', 'change', 'listing'] as const;
export type VersionKind = (typeof VERSION_KINDS)[number];

/**
 * States of a version. `draft`: changes that wait for their submission. `submitted`: waits for a member of staff.
 * `in_review`: one has taken it. `changes_requested`: waits for the developer. The others are its end.
 */
export const VERSION_STATES = [
  'draft',
  'submitted',
  'in_review',
  'changes_requested',
  'approved',
  'rejected',
  'withdrawn',
] as const;
export type VersionState = (typeof VERSION_STATES)[number];

/** `open`: the developer has appealed, and another member of staff decides. `decided`: that was the last word. */
export const APPEALS = ['none', 'open', 'decided'] as const;
export type Appeal = (typeof APPEALS)[number];

export interface Transition {
  readonly from: readonly VersionState[];
  readonly to: VersionState;
  readonly by: 'developer' | 'staff';
}

/**
 * All transitions, by the action that makes them. Each is one conditional UPDATE in the transaction that records it, so
 * that of two at once the second finds another state.
 */
export const TRANSITIONS = {
  submit: { from: ['draft', 'changes_requested'], to: 'submitted', by: 'developer' },
  withdraw: {
    from: ['draft', 'submitted', 'in_review', 'changes_requested'],
    to: 'withdrawn',
    by: 'developer',
  },
  appeal: { from: ['rejected'], to: 'submitted', by: 'developer' },
  take: { from: ['submitted', 'in_review'], to: 'in_review', by: 'staff' },
  release: { from: ['in_review'], to: 'submitted', by: 'staff' },
  approve: { from: ['in_review'], to: 'approved', by: 'staff' },
  request_changes: { from: ['in_review'], to: 'changes_requested', by: 'staff' },
  reject: { from: ['in_review'], to: 'rejected', by: 'staff' },
} as const satisfies Record<string, Transition>;

export type VersionAction = keyof typeof TRANSITIONS;

export const VERSION_ACTIONS = Object.keys(TRANSITIONS) as VersionAction[];

/** The state begins with the developer's next step or staff's; a client has at most one such version. */
const OPEN_STATES: readonly VersionState[] = [
  'draft',
  'submitted',
  'in_review',
  'changes_requested',
];

/** What was submitted stays as it is until staff have answered. */
export const FIXED_STATES: readonly VersionState[] = ['submitted', 'in_review'];

const listOf = (states: readonly VersionState[]): string =>
  states.map((state) => `'${state}'`).join(', ');

/** SQL: a version may go this way now. */
export const mayBe = (action: VersionAction): string =>
  `state IN (${listOf(TRANSITIONS[action].from)})`;

/** SQL: the states of an open version. */
export const IS_OPEN = `state IN (${listOf(OPEN_STATES)})`;
