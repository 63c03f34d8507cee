import type { AuditActor } from '../../modules/audit/audit-event.js';

/** Channels with a subscription flag that people change. */
export const CONSENT_CHANNELS = ['sms', 'email'] as const;
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

/** A call of the API, an unsubscribe link, a reply by SMS. */
export const CONSENT_SOURCES = ['api', 'link', 'reply'] as const;
export type ConsentSource = (typeof CONSENT_SOURCES)[number];

/** Who changed a subscription and why, as the consent log keeps it. */
export interface ConsentOrigin {
  readonly source: ConsentSource;
  readonly actor: AuditActor;
  readonly reason?: string | undefined;
  readonly utmSource?: string | undefined;
  readonly utmMedium?: string | undefined;
  readonly utmCampaign?: string | undefined;
}
