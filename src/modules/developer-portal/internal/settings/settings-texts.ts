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
  secret: (app: string) => phrase`A secret for ${app}`,
  secretLead: 'The app had no secret, and the method that you chose needs one.',
} as const;
