import { isOneOf } from '../../platform/database/entity-columns.js';
import type { Tier } from '../verification/app-verification.js';

/** What a version is submitted for. `change`: of an app that is verified or listed. */
export const VERSION_KINDS = ['verification', 'change', 'listing'] as const;
export type VersionKind = (typeof VERSION_KINDS)[number];

/** What a submission is. `reviewed`: the tier of an app that was reviewed; null for any other. */
export function submittedAs(reviewed: Tier | null, asListing: boolean): VersionKind {
  if (reviewed === null) return 'verification';
  return asListing && reviewed === 'verified' ? 'listing' : 'change';
}

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

/** The state begins with the developer's next step or staff's; a client has at most one such version. */
const OPEN_STATES: readonly VersionState[] = [
  'draft',
  'submitted',
  'in_review',
  'changes_requested',
];

/** What was submitted stays as it is until staff have answered. */
const FIXED_STATES: readonly VersionState[] = ['submitted', 'in_review'];

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
    from: OPEN_STATES,
    to: 'withdrawn',
    by: 'developer',
  },
  appeal: { from: ['rejected'], to: 'submitted', by: 'developer' },
  take: { from: FIXED_STATES, to: 'in_review', by: 'staff' },
  release: { from: ['in_review'], to: 'submitted', by: 'staff' },
  approve: { from: ['in_review'], to: 'approved', by: 'staff' },
  request_changes: { from: ['in_review'], to: 'changes_requested', by: 'staff' },
  reject: { from: ['in_review'], to: 'rejected', by: 'staff' },
} as const satisfies Record<string, Transition>;

export type VersionAction = keyof typeof TRANSITIONS;

export const VERSION_ACTIONS = Object.keys(TRANSITIONS) as VersionAction[];

/** SQL: a version may go this way now. */
export const mayBe = (action: VersionAction): string => isOneOf('state', TRANSITIONS[action].from);

/** SQL: the states of an open version. */
export const IS_OPEN = isOneOf('state', OPEN_STATES);

/** Staff have it, so that nobody changes it. */
export const isFixed = (version: { readonly state: VersionState } | null): boolean =>
  version !== null && FIXED_STATES.includes(version.state);

/** SQL: the same. */
export const IS_FIXED = isOneOf('state', FIXED_STATES);

/** SQL: the states of a version that was decided or withdrawn. */
export const HAS_ENDED = isOneOf(
  'state',
  VERSION_STATES.filter((state) => !OPEN_STATES.includes(state)),
);
