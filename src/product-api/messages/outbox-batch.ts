import type { OriginKind, Purpose } from './message-kinds.js';

/** Under what the messages are sent: what is spent counts for it. Part of what the caller of the API has. */
export interface SendingCredential {
  readonly kind: 'grant' | 'api_token';
  /** UUID. */
  readonly id: string;
  /** Nothing leaves this server, and nothing is charged. */
  readonly testMode?: boolean;
}

/** What makes the messages. */
export interface MessageOrigin {
  readonly kind: OriginKind;
  /** UUID of the campaign or automation; null for any other. */
  readonly id: string | null;
  /** Which of its messages. */
  readonly index: number | null;
}

/** A message to one contact. */
export interface NewMessage {
  readonly contactId: string;
  /** Rendered; it is transliterated here. */
  readonly text: string;
  /** Unique in the project: another message with the same key is refused as a duplicate. */
  readonly dedupeKey: string;
  /** Now, if absent or past. */
  readonly scheduledAt?: Date | null;
  /** The caller's own id. */
  readonly clientId?: string | null;
  readonly utmTerm?: string | null;
}

/** At most a thousand messages. */
export interface OutboxBatch {
  readonly projectId: string;
  /** Null: nobody's ceilings apply. */
  readonly credential: SendingCredential | null;
  readonly origin: MessageOrigin;
  readonly purpose: Purpose;
  /** UUID. */
  readonly senderId: string;
  readonly allowUnicode: boolean;
  /** How long the carrier may try; absent: two days. */
  readonly validSeconds?: number | null;
  readonly messages: readonly NewMessage[];
}

/** Why a message is refused. Nothing of it is stored, so that it can be tried again with the same key. */
export type RefusalReason =
  | 'not_found'
  | 'no_phone'
  | 'test_number_required'
  | 'unsubscribed_contact'
  | 'invalid_text'
  | 'sender_not_approved'
  | 'country_disabled'
  | 'duplicate'
  | 'insufficient_funds'
  | 'grant_budget_exceeded'
  | 'access_ended';

export interface Refusal {
  readonly status: 'refused';
  readonly reason: RefusalReason;
  /** For people. */
  readonly detail?: string;
  /** When the ceiling of the grant starts again. */
  readonly resetAt?: Date;
}

export type EnqueueResult = { readonly status: 'enqueued'; readonly id: string } | Refusal;

export const refused = (reason: RefusalReason, more: Partial<Refusal> = {}): Refusal => ({
  ...more,
  status: 'refused',
  reason,
});
