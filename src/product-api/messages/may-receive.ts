/**
 * SQL: contact `c` may get a message of the purpose. One who has replied STOP gets none, one who has unsubscribed no
 * marketing, for every caller.
 */
export const mayReceive = (purpose: string): string =>
  `(c.sms_blocked_at IS NULL AND (${purpose} = 'transactional' OR c.is_subscribed_sms))`;
