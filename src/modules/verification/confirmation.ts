/** The yearly confirmation of a verified app. */
export interface Confirmation {
  readonly standing: 'current' | 'lapsed';
  readonly confirmedAt: Date;
  /** Until when it has to be confirmed again. */
  readonly confirmBy: Date;
}

/** A verification that nobody confirms for so long lapses. */
export const CONFIRM_EVERY_DAYS = 365;

/** So many days before that, the developers get a mail. */
export const CONFIRM_NOTICES = [60, 30, 7] as const;

/** How early it can be confirmed. */
export const CONFIRM_FROM_DAYS = 60;
