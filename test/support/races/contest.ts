import { setTimeout as wait } from 'node:timers/promises';
import { Tally, type Round } from './tally.js';
import type { TwoServers } from './two-servers.js';

/** Number of concurrent callers. */
export const CALLERS = 20;
/** Few in `npm test`; a thousand in `npm run test:races`. */
const ROUNDS = Number(process.env.RACE_ROUNDS ?? '6');
/** A round takes a fraction of this; a longer one hangs. */
const SECONDS_PER_ROUND = 3;
export const DEADLINE = 120_000 + ROUNDS * SECONDS_PER_ROUND * 1_000;

/** Milliseconds after which a request is not part of the race, even if a server was suspended meanwhile. */
const LATER = 500;

/** Rounds prepared concurrently, run in sequence, and then checked concurrently. */
const BATCH = 20;

export interface Contest<Stake> {
  readonly name: string;
  /** Prepares what the callers will request. */
  readonly prepare: (number: number) => Promise<Stake>;
  readonly race: (round: Round<Stake>) => Promise<void>;
  /** After the race: a request now is too late. */
  readonly lookBack: (round: Round<Stake>) => Promise<void>;
}

/** Runs rounds until enough of them count. @returns the first violations; none are expected */
export async function runRounds<Stake>(
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
