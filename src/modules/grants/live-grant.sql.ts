/**
 * SQL: what person `u` allowed in grant `g` has not been voided since, by a new password for example. The grant keeps the
 * epoch under which it was given, so that one update of the person voids all of them, those too that are being given.
 */
export const CONSENT_IS_CURRENT = 'g.consent_epoch = u.consent_epoch';

/**
 * SQL: the membership `m`, on which row `gp` of a service grant rests, still carries it. It is that of the admin who connected
 * the service there; they must not have left or been shut out, nor have lost their password to somebody since. What their
 * role still allows is another question, asked as for everybody.
 */
export const SERVICE_CEILING_IS_CURRENT = `(m.ended_at IS NULL AND EXISTS (SELECT FROM users a
  WHERE a.id = m.user_id AND a.disabled_at IS NULL AND a.consent_epoch = gp.consent_epoch))`;
