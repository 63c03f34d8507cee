import type { CampaignEstimate, Exclusions } from './campaign-parts.js';

/** What one message takes, in parts and millionths; null for one that cannot be sent. */
export type Rendered = { readonly parts: number; readonly cost: bigint } | null;

interface Counts extends Exclusions {
  readonly recipients: number;
}

const MILLION = 1_000_000n;

/** @param rendered all messages, or a sample of them, from which the totals are projected */
export function summarise(
  { recipients, ...excluded }: Counts,
  rendered: readonly Rendered[],
): CampaignEstimate {
  const sent = rendered.filter((message) => message !== null);
  const parts = sent.map((message) => BigInt(message.parts));
  const costs = sent.map(({ cost }) => cost);
  /** Of all recipients, rounded up. */
  const projected = (values: readonly bigint[]): bigint =>
    quotient(sum(values) * BigInt(recipients), BigInt(rendered.length));
  return {
    ...{ recipients, excluded },
    parts: {
      min: Number(least(parts)),
      avg: String(quotient(sum(parts) * MILLION, BigInt(sent.length))),
      max: Number(most(parts)),
    },
    cost: {
      min: String(least(costs)),
      avg: String(quotient(sum(costs), BigInt(sent.length))),
      max: String(most(costs)),
    },
    ...{ totalParts: Number(projected(parts)), totalCost: String(projected(costs)) },
    ...{ rendered: rendered.length, unsendable: rendered.length - sent.length },
    estimatedAt: new Date().toISOString(),
  };
}

const sum = (values: readonly bigint[]): bigint =>
  values.reduce((total, value) => total + value, 0n);
const least = (values: readonly bigint[]): bigint =>
  values.reduce((smallest, value) => (value < smallest ? value : smallest), values[0] ?? 0n);
const most = (values: readonly bigint[]): bigint =>
  values.reduce((largest, value) => (value > largest ? value : largest), 0n);

/** Rounded up; 0 of nothing. */
const quotient = (of: bigint, by: bigint): bigint => (by === 0n ? 0n : (of + by - 1n) / by);
