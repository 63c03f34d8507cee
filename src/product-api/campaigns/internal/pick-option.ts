import { hash } from 'node:crypto';
import type { CampaignOption } from './campaign-parts.js';

const PERCENT = 100;

/**
 * The index of the text that a contact gets. It rests on the two ids alone, so that a repeated step decides the same;
 * over many contacts each text has its weight.
 */
export function pickOption(
  options: readonly Pick<CampaignOption, 'weight'>[],
  campaignId: string,
  contactId: string,
): number {
  const point =
    Number.parseInt(hash('sha256', `${campaignId} ${contactId}`).slice(0, 12), 16) % PERCENT;
  let end = 0;
  return options.findIndex(({ weight }) => point < (end += weight));
}
