import { phrase } from '../../../../platform/pages/names.js';

/** Texts of the page of an app's logo. */
export const logoTexts = {
  title: (app: string) => phrase`Logo of ${app}`,
  heading: 'Logo',
  lead: 'A PNG, JPEG or WebP file of at most 1 MB and 8 million pixels. It is made into a square PNG of 256 × 256 pixels; nothing else of the file is kept.',
  leadReviewed:
    'A new logo of a verified app waits for a review; the approved one stays until then.',
  present: 'Present logo',
  none: 'The app has no logo. Pages show its initial.',
  file: 'File',
  upload: 'Upload the logo',
  remove: 'Remove the logo',
  faults: {
    missing: 'Choose a file.',
    format: 'This is not a PNG, JPEG or WebP file. Save the logo as one of these.',
    unreadable:
      'This file cannot be read: it is damaged, or has more than 8 million pixels. Save the logo again, smaller.',
  },
  done: {
    saved: 'Saved. People see it now.',
    draft: 'Saved in the draft, which waits for a review.',
  },
} as const;
