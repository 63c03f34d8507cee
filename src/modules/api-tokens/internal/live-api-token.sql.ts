/**
 * SQL: the token `t` of person `u` works: it has not been revoked, has not expired, and no new password has voided it
 * since (`consent_epoch`). One update of the person voids all of them, also those in uncommitted transactions.
 */
export const TOKEN_IS_LIVE = `(t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())
  AND u.disabled_at IS NULL AND t.consent_epoch = u.consent_epoch)`;

/** SQL: row `tp` of the token is valid: the membership `m` that it depends on has not ended. */
export const PROJECT_IS_REACHED =
  '(m.id = tp.membership_id AND m.project_id = tp.project_id AND m.user_id = t.user_id AND m.ended_at IS NULL)';
