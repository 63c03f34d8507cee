import { setTimeout as wait } from 'node:timers/promises';
import { Tally, type Round } from './tally.js';
import type { TwoServers } from './two-servers.js';

/** How many callers want the same thing at the same moment. */
export const CALLERS = 20;
/** Few in `npm test`; a thousand in `npm run test:races`. */
const ROUNDS = Number(process.env.RACE_ROUNDS ?? '6');
/** A round takes a fraction of this; what takes longer hangs. */
const SECONDS_PER_ROUND = 3;
export const DEADLINE = 120_000 + ROUNDS * SECONDS_PER_ROUND * 1_000;

/** Milliseconds after which nobody can say to have taken part, even if a server was held up meanwhile. */
const LATER = 500;

/** Rounds that are prepared at once, run one after the other, and then looked back upon at once. */
const BATCH = 20;

export interface Contest<Stake> {
  readonly name: string;
  /** Puts up what the callers will want. */
  readonly prepare: (number: number) => Promise<Stake>;
  readonly race: (round: Round<Stake>) => Promise<void>;
  /** Once the race is over: who comes now comes too late. */
  readonly lookBack: (round: Round<Stake>) => Promise<void>;
}

/** Runs rounds until enough of them count. @returns the first violations; there must be none */
export async function hold<Stake>(
  servers: TwoServers,
  { name, prepare, race, lookBack }: Contest<Stake>,
): Promise<string[]> {
  const tally = new Tally();
  const before = servers.requests;
  const deadline = Date.now() + DEADLINE - 10_000;
  while (tally.counted < ROUNDS) {
    const open = tally.open(Math.min(BATCH, ROUNDS - tally.counted));
    const rounds = await Promise.all(
      open.map(async (round) => ({ ...round, stake: await prepare(round.number) })),
    );
    for (const round of rounds) await race(round);
    await wait(LATER);
    await Promise.all(rounds.map(lookBack));
    if (Date.now() > deadline && tally.counted < ROUNDS) {
      throw new Error(
        `Only ${String(tally.counted)} of ${String(ROUNDS)} rounds of "${name}" in time`,
      );
    }
  }
  if (process.env.RACE_ROUNDS !== undefined) {
    process.stdout.write(`${name}: ${tally.report(CALLERS, servers.requests - before)}\n`);
  }
  return tally.violations.slice(0, 10);
}
