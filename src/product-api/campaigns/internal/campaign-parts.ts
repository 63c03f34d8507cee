export const CHANNELS = ['sms'] as const;
export const PURPOSES = ['marketing', 'transactional'] as const;
export const TIMEZONE_MODES = ['project', 'recipient'] as const;

/** Why the server paused a campaign. */
export const HOLD_REASONS = [
  'access_ended',
  'budget_exceeded',
  'content_invalid',
  'sender_not_approved',
  'too_many_errors',
] as const;

/** UUIDs of segments, and a rule of the language of segments. */
export interface CampaignAudience {
  /** Contacts in at least one of these, if there are any, … */
  readonly segments: readonly string[];
  /** … that fulfil the rule, if there is one, … */
  readonly rule: object | null;
  /** … and are in none of these. */
  readonly exclude: readonly string[];
}

/** One of the texts that are compared with each other. */
export interface CampaignOption {
  readonly text: string;
  /** Percent of the recipients. */
  readonly weight: number;
}

/** Wall-clock times, `HH:MM`; the end may be on the next day. */
export interface QuietHours {
  readonly start: string;
  readonly end: string;
}

/** Contacts of the audience who get no message, by reason. */
export interface Exclusions {
  readonly noPhone: number;
  readonly unsubscribed: number;
  readonly acceptsNo: number;
}

export interface CampaignEstimate {
  readonly recipients: number;
  readonly excluded: Exclusions;
  /** Of one message. The average in millionths, as all amounts. */
  readonly parts: { readonly min: number; readonly avg: string; readonly max: number };
  readonly cost: { readonly min: string; readonly avg: string; readonly max: string };
  readonly totalParts: number;
  readonly totalCost: string;
  /** Messages that were rendered for it: all, or a sample of a large audience. */
  readonly rendered: number;
  /** Of these, the ones that cannot be sent: too long, with characters that need `allowUnicode`, or to a country without a price. */
  readonly unsendable: number;
  /** RFC 3339. */
  readonly estimatedAt: string;
}

/** Frozen when it is sent. */
export interface CampaignSnapshot {
  readonly recipients: number;
  readonly excluded: Exclusions;
  readonly estimatedParts: number;
  readonly estimatedCost: string;
}

/** Before anybody was looked at. */
export const EMPTY_SNAPSHOT: CampaignSnapshot = {
  recipients: 0,
  excluded: { noPhone: 0, unsubscribed: 0, acceptsNo: 0 },
  estimatedParts: 0,
  estimatedCost: '0',
};

/** Recipients whose turn has come. */
export interface CampaignTally {
  readonly enqueued: number;
  /** By reason. */
  readonly refused: Readonly<Record<string, number>>;
  /** The carrier has taken the first messages. */
  readonly isProbed?: boolean;
}
