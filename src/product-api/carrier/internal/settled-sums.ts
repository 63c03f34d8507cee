import type { ReservedSum } from '../../funds/funds.service.js';

/** A message whose funds were settled, or had been before. */
export interface SettledMessage {
  readonly projectId: string;
  /** Millionths. */
  readonly price: string;
  readonly settled: boolean;
}

/** One sum for each project, of what was settled now. */
export function settledSums(rows: readonly SettledMessage[]): ReservedSum[] {
  const sums = new Map<string, ReservedSum>();
  for (const { projectId, price } of rows.filter(({ settled }) => settled)) {
    const { amount, messages } = sums.get(projectId) ?? { amount: 0n, messages: 0 };
    sums.set(projectId, { projectId, amount: amount + BigInt(price), messages: messages + 1 });
  }
  return [...sums.values()];
}
