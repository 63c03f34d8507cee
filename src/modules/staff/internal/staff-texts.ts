/** Texts of the frame of all pages of staff. */
export const staffTexts = {
  title: 'Staff',
  lead: 'Pages for people of the operator.',
  tabs: 'Parts of the pages of staff',
  start: 'You are staff. What you decide here is recorded with your name.',
} as const;
