/**
 * SQL: grant `g` of person `u` has not been voided, by a new password for example. The grant stores the `consent_epoch`
 * of its decision, so that one update of the person voids all grants, also those in uncommitted transactions.
 */
export const CONSENT_IS_CURRENT = 'g.consent_epoch = u.consent_epoch';

/**
 * SQL: the membership `m`, on which row `gp` of a service grant rests, is valid. It is that of the admin who connected
 * the service there, who must not have left, been disabled, or had the password replaced since. The role's ceiling is
 * applied separately.
 */
export const SERVICE_CEILING_IS_CURRENT = `(m.ended_at IS NULL
  AND has_consent_epoch(m.user_id, gp.consent_epoch))`;
