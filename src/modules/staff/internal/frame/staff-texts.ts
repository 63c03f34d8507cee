/** Texts of the frame of all pages of staff. */
export const staffTexts = {
  title: 'Staff',
  lead: 'What you decide here is recorded with your name.',
  tabs: 'Parts of the pages of staff',
} as const;
