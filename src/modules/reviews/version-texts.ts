import type { VersionAction, VersionKind, VersionState } from './version-state.js';

/** Texts about the state of a version, for developers and staff alike. */
export const versionTexts = {
  states: {
    draft: 'Draft',
    submitted: 'Waits for the reviewers',
    in_review: 'In review',
    changes_requested: 'Changes requested',
    approved: 'Approved',
    rejected: 'Rejected',
    withdrawn: 'Withdrawn',
  } satisfies Record<VersionState, string>,
  kinds: {
    verification: 'First verification',
    change: 'Changes of a verified app',
    listing: 'Listing in the marketplace',
  } satisfies Record<VersionKind, string>,
  actions: {
    submit: 'Submitted',
    withdraw: 'Withdrawn',
    appeal: 'Appealed',
    take: 'Taken by a reviewer',
    release: 'Given back to the queue',
    approve: 'Approved',
    request_changes: 'Changes requested',
    reject: 'Rejected',
  } satisfies Record<VersionAction, string>,
  operator: 'an operator',
  reviewer: 'a reviewer',
  history: 'History',
  noHistory: 'Nothing was submitted yet.',
  checklist: 'Checklist',
  checklistLead: 'The developer and the reviewers see the same list.',
  done: 'Done',
  missing: 'Missing',
} as const;
