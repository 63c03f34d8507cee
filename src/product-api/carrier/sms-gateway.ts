import type { GatewayId } from '../messages/message-kinds.js';
import type { SmsStatus } from '../messages/message-status.js';

/** A message for a carrier. */
export interface OutboundSms {
  /** UUID. */
  readonly id: string;
  /** `sms_…`: what the carrier's reports refer to. */
  readonly reference: string;
  readonly projectId: string;
  readonly from: string;
  /** E.164. */
  readonly to: string;
  readonly text: string;
  readonly isUnicode: boolean;
  readonly validSeconds: number;
  /** From 1. */
  readonly attempt: number;
}

/**
 * What became of a submission. `failed` may be tried again; of `unknown` nobody knows whether the carrier has it, after
 * a timeout for example.
 */
export type SubmitResult =
  | { readonly outcome: 'accepted'; readonly providerId: string }
  | { readonly outcome: 'rejected' | 'failed' | 'unknown'; readonly code: string };

/** What a carrier tells about a message later. */
export interface DeliveryReport {
  /** `sms_…` */
  readonly reference: string;
  readonly status: SmsStatus;
  readonly code: string | null;
  readonly eventAt: Date | null;
}

/** A message from a phone. */
export interface InboundSms {
  /** `sms_…` of the message that it replies to, if the carrier says so. */
  readonly reference: string | null;
  /** The carrier's id: one that comes twice is one message. */
  readonly providerId: string;
  /** E.164. */
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

/** A request of a carrier, before anything of it is trusted. */
export interface CarrierRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly address: string;
  /** In the path. */
  readonly secret: string;
  readonly body: Uint8Array;
}

export interface CarrierNews {
  readonly reports: readonly DeliveryReport[];
  readonly inbound: readonly InboundSms[];
}

/** The most messages of one submission. */
export const MOST_AT_ONCE = 100;

/** An adapter to a carrier. */
export interface SmsGateway {
  readonly id: GatewayId;
  /** Whether the carrier takes a reference that it has as the same message: only then an unknown outcome is tried again. */
  readonly isIdempotent: boolean;
  /** A result for each message, in their order. A rejection counts as `unknown` for all. */
  submit(batch: readonly OutboundSms[], signal: AbortSignal): Promise<readonly SubmitResult[]>;
  /** @throws ProblemError 401 for a request that is not the carrier's, 400 for one that is not understood */
  read(request: CarrierRequest): CarrierNews;
}
