/**
 * SQL: the stay `m`, on which row `gp` of a service grant rests, still carries it. It is the admin's who connected the
 * service there; they must not have left or been shut out, nor have lost their password to somebody since. What their
 * role still allows is another question, asked as for everybody.
 */
export const SERVICE_CEILING_HOLDS = `(m.ended_at IS NULL AND EXISTS (SELECT FROM users a
  WHERE a.id = m.user_id AND a.disabled_at IS NULL AND a.consent_epoch = gp.consent_epoch))`;
