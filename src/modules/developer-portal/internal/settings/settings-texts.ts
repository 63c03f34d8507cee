import { phrase } from '../../../../platform/pages/names.js';

/** Texts of the page where an app is edited. */
export const settingsTexts = {
  title: (app: string) => phrase`Settings of ${app}`,
  heading: 'Settings',
  lead: 'Changes take effect at once.',
  leadReviewed:
    'People see the approved version. A new name, homepage, redirect host, scope, link to another domain, method or key waits for a review; everything else takes effect at once.',
  draft: 'You edit the draft of the next version, which waits for a review.',
  save: 'Save',
  done: {
    saved: 'Saved. People see it now.',
    draft:
      'Saved. What needs a review is in the draft, and the approved version stays live until that is decided. Submit the draft when it is complete.',
  },
  suspended: {
    lead: 'The app is suspended: only its keys and contacts can be changed. Changes take effect at once, and the app stays suspended until we restore it.',
    refused:
      'The app is suspended: only its keys and contacts can be changed. Nothing was stored. Open this page again.',
    saved: 'Saved. The app stays suspended.',
    keys: 'Keys',
    keysLead:
      'Publish new keys only. Where the app has an address of its keys, give another address: what was read from the present one counts as old.',
    secrets: 'This app authenticates with a secret. Replace that on the page of its secrets.',
    toSecrets: 'To the secrets',
    contacts: 'Contacts',
    old: 'The app still has a secret or key that it had when it was suspended. Until all of them are replaced, we cannot restore it.',
    nothing: 'It has no secret or key to replace. Answer our mail, so that we restore the app.',
    replaced:
      'The secrets and keys of before the suspension are replaced. Answer our mail, so that we restore the app.',
  },
  secret: (app: string) => phrase`A secret for ${app}`,
  secretLead: 'The app had no secret, and the method that you chose needs one.',
} as const;
