/**
 * SQL: what person `u` allowed in grant `g` has not been voided since, by a new password for example. The grant keeps the
 * epoch under which it was given, so that one update of the person voids all of them, those too that are being given.
 */
export const CONSENT_STANDS = 'g.consent_epoch = u.consent_epoch';
