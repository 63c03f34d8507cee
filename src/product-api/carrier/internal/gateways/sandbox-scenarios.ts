import type { SmsStatus } from '../../../messages/message-status.js';

/** A report that follows a submission. */
export interface PlannedReport {
  readonly status: SmsStatus;
  readonly code: string | null;
  /** In units of `SANDBOX_REPORT_SECONDS`. */
  readonly after: number;
}

/** What the sandbox does with a message. */
export interface Scenario {
  /** `once`: the first submission only; the next one is accepted. */
  readonly submission: 'accepted' | 'rejected' | 'failed once' | 'unknown once';
  /** The reports come before the answer to the submission. */
  readonly isHasty?: boolean;
  readonly reports: readonly PlannedReport[];
  /** What the recipient replies. */
  readonly reply?: string;
}

const report = (status: SmsStatus, after = 1, code: string | null = null): PlannedReport => ({
  ...{ status, after, code },
});

const accepted = (...reports: readonly PlannedReport[]): Scenario => ({
  submission: 'accepted',
  reports,
});

const DELIVERED = accepted(report('delivered'));

/** By the last two digits of the recipient's number. */
const SCENARIOS: Readonly<Record<string, Scenario>> = {
  '00': DELIVERED,
  '01': accepted(report('failed', 1, 'absent_subscriber')),
  // Never reported, so it expires.
  '02': accepted(),
  '03': { submission: 'rejected', reports: [] },
  '04': accepted(report('buffered'), report('delivered', 2)),
  '05': { ...DELIVERED, submission: 'failed once' },
  '06': accepted(report('delivered'), report('delivered'), report('delivered', 2)),
  // Out of order.
  '07': accepted(report('delivered'), report('buffered'), report('accepted')),
  '08': { ...DELIVERED, reply: 'STOP' },
  '09': { ...DELIVERED, submission: 'unknown once' },
  '10': { ...DELIVERED, isHasty: true },
};

/** Any other number is delivered to. */
export const scenarioOf = (recipient: string): Scenario =>
  SCENARIOS[recipient.slice(-2)] ?? DELIVERED;
