/**
 * SQL: contact `c` may get a message of the purpose. Who has replied STOP gets none, who has unsubscribed no marketing,
 * whoever asks.
 */
export const mayReceive = (purpose: string): string =>
  `(c.sms_blocked_at IS NULL AND (${purpose} = 'transactional' OR c.is_subscribed_sms))`;
