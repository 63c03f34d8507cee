import type { VersionAction } from './version-state.js';

const STAFF_GONE =
  'Somebody else has this version, or has answered it, or the developer has withdrawn it. Nothing was changed. Open it again from the queue.';

/** What stops an action on a version, and how to get past it. */
export const versionFaults = {
  fixed:
    'This app is with the reviewers, and what was submitted stays as it is until they answer. Withdraw the submission to change it.',
  /** Its state is another one than the page showed. */
  gone: {
    submit: 'This version was submitted already. Open the page again to see where it is.',
    withdraw: 'There is nothing to withdraw: the reviewers have answered already.',
    appeal:
      'This rejection cannot be appealed: that was done already, or it is older than 90 days, or there is a later version. Submit a new version instead.',
    take: STAFF_GONE,
    release: STAFF_GONE,
    approve: STAFF_GONE,
    request_changes: STAFF_GONE,
    reject: STAFF_GONE,
  } satisfies Record<VersionAction, string>,
  ownApp: 'You belong to the organisation of this app. Somebody else of staff decides about it.',
  ownRejection: 'You rejected this version. Somebody else of staff decides about the appeal.',
  tooMany: (most: number, days: number): string =>
    `An app can be submitted ${String(most)} times in ${String(days)} days, and this one was. Write to the contact that the last answer names, or wait.`,
  missing: (items: readonly string[]): string =>
    `Before this app can be submitted, these are missing: ${items.join('; ')}.`,
  changedMeanwhile: 'The app was changed while it was checked. Submit it again.',
  nothing: 'Nothing of this app needs a review: everything that you changed is live.',
  notSuspended: 'This app is not suspended any more. Open its settings again.',
  notListable: 'Only an app that is verified can be listed.',
  scopes: 'Only scopes that the app declares can be approved.',
  domainTaken: (domain: string): string =>
    `A verified app of another organisation has the domain ${domain}. A domain belongs to one organisation: the homepage of this app needs another host.`,
  noHomepage: 'The app has no homepage, whose domain would be verified.',
} as const;
