/**
 * The states of a message. `scheduled` and `enqueued` wait here; the carrier has those after. `received` is an inbound
 * message.
 */
export const SMS_STATUSES = [
  'scheduled',
  'enqueued',
  'sent',
  'accepted',
  'buffered',
  'delivered',
  'failed',
  'expired',
  'rejected',
  'unknown',
  'unpaid',
  'canceled',
  'error',
  'received',
] as const;

export type SmsStatus = (typeof SMS_STATUSES)[number];

/** Ranks only rise, so that reports may come twice and in any order. What has the highest is final. */
const RANKS: Readonly<Record<SmsStatus, number>> = {
  ...{ scheduled: 0, enqueued: 1, sent: 2, accepted: 3, buffered: 4 },
  // The outcome was not known when it was given up; a late report still tells.
  unknown: 5,
  ...{ delivered: 6, failed: 6, expired: 6, rejected: 6 },
  ...{ unpaid: 6, canceled: 6, error: 6, received: 6 },
};

const FINAL = 6;

/** SQL: the rank of a status. It changes only to one of a higher rank. */
export const rankOf = (expression: string): string =>
  `(CASE ${expression} ${Object.entries(RANKS)
    .map(([status, rank]) => `WHEN '${status}' THEN ${String(rank)}`)
    .join(' ')} END)`;

/** SQL: nothing changes a status any more. */
export const isFinal = (expression: string): string => `(${rankOf(expression)} = ${String(FINAL)})`;

/** SQL: an item of `status_history`. */
export const historyItem = (status: string, code: string, at = 'now()'): string =>
  `jsonb_build_array(jsonb_build_object('status', ${status}, 'code', ${code}, 'at', ${at}))`;
