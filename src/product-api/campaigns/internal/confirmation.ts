import type { CampaignEstimate } from './campaign-parts.js';

type Figures = Pick<CampaignEstimate, 'recipients' | 'totalCost'>;

/** Percent by which an audience may have grown since. */
const TOLERANCE = 5n;

/**
 * Whether the caller names the figures of the last estimate, and these still hold: the audience may have grown a little,
 * or a project where contacts arrive all the time could confirm nothing.
 */
export function isConfirmed(
  confirm: { readonly recipients: number; readonly cost: string } | undefined,
  last: Figures | null,
  now: Figures,
): boolean {
  if (!confirm || !last) return false;
  const isLast = confirm.recipients === last.recipients && confirm.cost === last.totalCost;
  return (
    isLast &&
    isWithin(BigInt(now.recipients), BigInt(last.recipients)) &&
    isWithin(BigInt(now.totalCost), BigInt(last.totalCost))
  );
}

const isWithin = (now: bigint, before: bigint): boolean =>
  now * 100n <= before * (100n + TOLERANCE);
