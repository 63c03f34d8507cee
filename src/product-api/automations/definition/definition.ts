/*
 * What an automation is, as it is stored and shown. Ids are those of the wire, so that a definition is shown as it was
 * given.
 */

export const TRIGGERS = [
  'event',
  'segment_entered',
  'attribute_date',
  'subscribed',
  'api',
] as const;

/** What makes a contact enter. One member. */
export type Trigger =
  | { readonly event: EventTrigger }
  | { readonly segment_entered: { readonly uid: string } }
  | { readonly attribute_date: DateTrigger }
  | { readonly subscribed: object }
  | { readonly api: object };

export interface EventTrigger {
  readonly type: string;
  /** Conditions on parameters of the event, all of which must hold. */
  readonly where?: readonly object[];
}

/** `offsetDays` after the date in attribute `key`, or before it if negative, at a time of the project's day. */
export interface DateTrigger {
  readonly key: string;
  readonly offsetDays: number;
  /** `HH:MM` in the project's time zone. */
  readonly at: string;
  /** `yearly` for birthdays: the year of the date does not matter. */
  readonly repeat: 'yearly' | 'once';
}

/** Who may enter: a segment's contacts, or those of a rule. */
export type Audience = { readonly segment: string } | { readonly rule: object };

/** One member. */
export type Step =
  | { readonly wait: { readonly duration: string } | { readonly until: string } }
  | { readonly send_sms: SmsStep }
  | { readonly branch: Branch }
  | { readonly update_attribute: { readonly key: string; readonly value: AttributeValue } }
  | { readonly webhook: { readonly endpointId: string } }
  | { readonly exit: object };

export interface SmsStep {
  readonly text: string;
  /** Absent: the default sender of the project at that time. */
  readonly senderId?: string;
  readonly allowUnicode: boolean;
}

export interface Branch {
  readonly rule: object;
  readonly yes: readonly Step[];
  readonly no: readonly Step[];
}

export type AttributeValue = string | number | boolean | null;

export const PURPOSES = ['marketing', 'transactional'] as const;

export interface Settings {
  /** ISO 8601: how long after its last message, or entry, a contact may enter again. */
  readonly minGap: string;
  readonly maxEntriesPerContact: number | null;
  /** No messages between these times of the project's day; `start` may be after `end`. */
  readonly quietHours: { readonly start: string; readonly end: string } | null;
  readonly includeUnsubscribed: boolean;
  readonly purpose: (typeof PURPOSES)[number];
}

export interface Definition {
  readonly trigger: Trigger;
  readonly audience: Audience | null;
  /** Types of events that end an enrolment. */
  readonly cancelEvents: readonly string[];
  readonly steps: readonly Step[];
  readonly settings: Settings;
}
