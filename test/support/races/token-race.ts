import { setTimeout as wait } from 'node:timers/promises';
import { CALLERS } from './contest.js';
import { factsOf, type Facts } from './facts-of.js';
import { bodyOf, RacingApp, type RacingPerson } from './racing-app.js';
import type { Round } from './tally.js';
import type { Call, Reply, TwoServers } from './two-servers.js';

/** Milliseconds within which all callers must have sent, or they do not race. */
const TOGETHER = 10;

/** The subject of a round. */
export interface Stake {
  readonly app: RacingApp;
  readonly grantId: string;
  /** The code or refresh token that all callers use. */
  readonly shown: string;
  /** All tokens issued, from the beginning. */
  readonly accessTokens: string[];
  /** The tokens issued in the race. */
  readonly refreshTokens: string[];
}

/** All callers at once; in every other round on new connections. */
export async function everybody(
  servers: TwoServers,
  round: Round<unknown>,
  call: (caller: number) => Call,
  count = CALLERS,
): Promise<Reply[]> {
  const callers = Array.from({ length: count }, (_, i) => i + round.number);
  const fresh = round.number % 2 === 1;
  const begun = performance.now();
  const { resent } = servers;
  const pending = callers.map((caller) => servers.send(caller, { ...call(caller), fresh }));
  await new Promise(setImmediate);
  if (performance.now() - begun > TOGETHER) round.spoil();
  const replies = await Promise.all(pending);
  if (servers.resent > resent) round.spoil();
  return replies;
}

/** The callers' requests for a code or refresh token, and the required results. */
export class TokenRace {
  constructor(
    private readonly servers: TwoServers,
    private readonly person: RacingPerson,
  ) {}

  async stakeCode(number: number): Promise<Stake> {
    const app = await RacingApp.register(this.person, number);
    const shown = await app.getCode();
    return { app, shown, accessTokens: [], refreshTokens: [], grantId: await app.grantId() };
  }

  /** An app that has tokens, and another code of the same grant. */
  async stakeSecondCode(number: number): Promise<Stake> {
    const first = await this.stakeRefreshToken(number);
    return { ...first, shown: await first.app.getCode() };
  }

  async stakeRefreshToken(number: number): Promise<Stake> {
    const app = await RacingApp.register(this.person, number);
    const { access_token: token = '', refresh_token: shown = '' } = await app.getTokens();
    return { app, shown, accessTokens: [token], refreshTokens: [], grantId: await app.grantId() };
  }

  /** All request tokens. */
  async forTokens(round: Round<Stake>, call: Call): Promise<void> {
    const replies = await everybody(this.servers, round, () => call);
    round.check('one winner', this.judge(round, replies) === 1, replies);
  }

  /** The same, but one server is suspended until the other one has responded to all its callers. */
  async forTokensWithOneHeldUp(round: Round<Stake>, call: Call): Promise<void> {
    let late: Promise<Reply>[] = [];
    const own = { ...call, fresh: round.number % 4 >= 2 };
    const punctual = await this.servers.holdUpSecond(async () => {
      const callers = Array.from({ length: CALLERS / 2 }, (_, i) => 2 * i);
      late = callers.map((caller) => this.servers.send(caller + 1, own));
      return Promise.all(callers.map((caller) => this.servers.send(caller, own)));
    });
    const replies = [...punctual, ...(await Promise.all(late))];
    round.check('one winner', this.judge(round, replies) === 1, replies);
  }

  /**
   * Half of the callers request tokens, the others revoke; one half starts a few milliseconds later, so that either
   * half is first, or they overlap. @returns the statuses of the revocations
   */
  async halfAndHalf(round: Round<Stake>, mint: Call, end: Call): Promise<number[]> {
    const lead = (round.number % 11) - 1;
    const half = async (call: Call, delay: number): Promise<Reply[]> => {
      if (delay > 0) await wait(delay);
      return everybody(this.servers, round, () => call, CALLERS / 2);
    };
    const [minted, ended] = await Promise.all([half(mint, lead), half(end, -lead)]);
    round.count(this.judge(round, minted) > 0 ? 'minted first' : 'ended first');
    return ended.map(({ status }) => status);
  }

  async checkFacts(
    { stake, check }: Round<Stake>,
    when: string,
    expected: Partial<Facts>,
  ): Promise<void> {
    const facts = await factsOf(this.servers, stake.app.id);
    const names = Object.keys(expected) as (keyof Facts)[];
    const same = names.every((name) => facts[name] === expected[name]);
    check(`${JSON.stringify(expected)} ${when}`, same, facts);
  }

  /** The responses of both servers to every access token of the round. */
  async checkAccess({ stake, check }: Round<Stake>, status: 200 | 401): Promise<void> {
    for (const token of stake.accessTokens) {
      const call = { path: '/v1/', headers: { authorization: `Bearer ${token}` } };
      const replies = await Promise.all([0, 1].map((caller) => this.servers.send(caller, call)));
      const same = replies.every((reply) => reply.status === status);
      check(`${String(status)} for an access token`, same, replies);
    }
  }

  /** A single later request. */
  async checkRefused(round: Round<Stake>, call: Call): Promise<void> {
    const reply = await this.servers.send(round.number, call);
    round.check('refused afterwards', reply.status === 400, reply);
  }

  /** At most one success; all others get `invalid_grant`. */
  private judge(round: Round<Stake>, replies: readonly Reply[]): number {
    const winners = replies.filter(({ status }) => status === 200);
    const refused = replies.filter(
      (reply) => reply.status === 400 && bodyOf(reply).error === 'invalid_grant',
    );
    round.check('at most one winner', winners.length <= 1, replies);
    round.check('refused', winners.length + refused.length === replies.length, replies);
    for (const winner of winners) {
      round.stake.accessTokens.push(bodyOf(winner).access_token ?? '');
      round.stake.refreshTokens.push(bodyOf(winner).refresh_token ?? '');
    }
    return winners.length;
  }
}
