import type { CampaignEntity } from './campaign.entity.js';

/** What follows a step. */
export type Next =
  /** Another one, not before so many seconds. */
  | { readonly kind: 'again'; readonly seconds: number }
  | { readonly kind: 'finished' }
  | { readonly kind: 'unpaid' }
  | { readonly kind: 'held'; readonly reason: NonNullable<CampaignEntity['holdReason']> }
  /** Of a campaign that was cancelled. */
  | { readonly kind: 'cleared' };

export const again = (seconds = 0): Next => ({ kind: 'again', seconds });

export const held = (reason: NonNullable<CampaignEntity['holdReason']>): Next => ({
  kind: 'held',
  reason,
});

/** Another one at that moment. */
export const againAt = (moment: Date): Next =>
  again(Math.max(0, (moment.getTime() - Date.now()) / 1_000));
