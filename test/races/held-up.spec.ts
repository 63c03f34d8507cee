import { DEADLINE, runRounds } from '../support/races/contest.js';
import { auditedApps } from '../support/races/facts-of.js';
import { RacingPerson } from '../support/races/racing-app.js';
import { TokenRace, type Stake } from '../support/races/token-race.js';
import { TwoServers } from '../support/races/two-servers.js';

describe('a server that gets no time while the other one decides the race', () => {
  let servers: TwoServers;
  let race: TokenRace;

  beforeAll(async () => {
    servers = await TwoServers.start();
    race = new TokenRace(servers, await RacingPerson.signIn(servers));
  });
  afterAll(() => servers.stop());

  it(
    'takes no request for a replay that waited for it meanwhile (TOK-13, REF-03)',
    async () => {
      const violations = await runRounds<Stake>(servers, {
        name: 'held up',
        prepare: (number) =>
          number % 2 === 0 ? race.stakeCode(number) : race.stakeRefreshToken(number),
        race: async (round) => {
          const { app, shown } = round.stake;
          const call = shown.startsWith('isoc_') ? app.redeem(shown) : app.refresh(shown);
          await race.forTokensWithOneHeldUp(round, call);
          await race.checkFacts(round, 'after the race', { families: 1, leaves: 1, ended: null });
          await race.checkAccess(round, 200);
        },
        lookBack: () => Promise.resolve(),
      });
      expect(violations).toEqual([]);
      expect(await auditedApps(servers, 'code.replayed')).toEqual([]);
      expect(await auditedApps(servers, 'refresh.replayed')).toEqual([]);
    },
    DEADLINE,
  );
});
