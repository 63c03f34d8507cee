/** `marketing` needs the contact's subscription, and waits for the morning. */
export const PURPOSES = ['transactional', 'marketing'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What made a message; `inbound`: it came from a phone, or answers what did. */
export const ORIGINS = ['direct', 'campaign', 'automation', 'inbound'] as const;
export type OriginKind = (typeof ORIGINS)[number];

/** The adapters to carriers. */
export const GATEWAYS = ['sandbox', 'instasent'] as const;
export type GatewayId = (typeof GATEWAYS)[number];
