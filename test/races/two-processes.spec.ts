import { DEADLINE, runRounds } from '../support/races/contest.js';
import { auditedApps, factsOf } from '../support/races/facts-of.js';
import { codeIn, RacingApp, RacingPerson } from '../support/races/racing-app.js';
import type { Round } from '../support/races/tally.js';
import { everybody, TokenRace, type Stake } from '../support/races/token-race.js';
import { TwoServers, type Reply } from '../support/races/two-servers.js';

describe('twenty callers at two server processes on one database', () => {
  let servers: TwoServers;
  let person: RacingPerson;
  let race: TokenRace;
  /** Apps that were intentionally late, which the audit log must distinguish from the races. */
  const replays = { 'code.replayed': [] as string[], 'refresh.replayed': [] as string[] };
  /** Apps whose callers did not start together. */
  const spoilt: string[] = [];

  beforeAll(async () => {
    servers = await TwoServers.start();
    person = await RacingPerson.signIn(servers);
    race = new TokenRace(servers, person);
  });
  afterAll(() => servers.stop());

  const noteReplay = (type: keyof typeof replays, { stake, isSpoilt }: Round<Stake>): unknown =>
    (isSpoilt() ? spoilt : replays[type]).push(stake.app.clientId);

  const inOtherHalf = ({ number }: Round<unknown>): boolean => number % 4 >= 2;

  it(
    'redeem one code: one mints, nothing is revoked, and a later replay ends it (TOK-13, B1)',
    async () => {
      const violations = await runRounds<Stake>(servers, {
        name: 'redeem',
        prepare: (number) => race.stakeCode(number),
        race: async (round) => {
          await race.forTokens(round, round.stake.app.redeem(round.stake.shown));
          if (round.isSpoilt()) return;
          const minted = { families: 1, leaves: 1, accessTokens: 1, liveTokens: 2, ended: null };
          await race.checkFacts(round, 'after the race', minted);
          await race.checkAccess(round, 200);
        },
        lookBack: async (round) => {
          const { app, shown, refreshTokens } = round.stake;
          noteReplay('code.replayed', round);
          await race.checkRefused(round, app.redeem(shown));
          await race.checkAccess(round, 401);
          for (const token of refreshTokens) await race.checkRefused(round, app.refresh(token));
          await race.checkFacts(round, 'after a replay', { families: 1, liveTokens: 0 });
        },
      });
      expect(violations).toEqual([]);
    },
    DEADLINE,
  );

  it(
    'refresh with one token: one mints, nothing is revoked, and a later replay ends the grant (REF-03, B4)',
    async () => {
      const violations = await runRounds<Stake>(servers, {
        name: 'refresh',
        prepare: (number) => race.stakeRefreshToken(number),
        race: async (round) => {
          await race.forTokens(round, round.stake.app.refresh(round.stake.shown));
          if (round.isSpoilt()) return;
          const minted = { families: 1, leaves: 1, accessTokens: 2, liveTokens: 3, ended: null };
          await race.checkFacts(round, 'after the race', minted);
          await race.checkAccess(round, 200);
        },
        lookBack: async (round) => {
          const { app, shown, refreshTokens } = round.stake;
          noteReplay('refresh.replayed', round);
          await race.checkRefused(round, app.refresh(shown));
          await race.checkAccess(round, 401);
          for (const token of refreshTokens) await race.checkRefused(round, app.refresh(token));
          const ended = { ended: 'refresh_token_replayed', liveTokens: 0 };
          await race.checkFacts(round, 'after a replay', ended);
        },
      });
      expect(violations).toEqual([]);
    },
    DEADLINE,
  );

  it(
    'revoke while others refresh: nothing stays alive (REV-05, B16)',
    async () => {
      const violations = await runRounds<Stake>(servers, {
        name: 'revoke against refresh',
        prepare: (number) => race.stakeRefreshToken(number),
        race: async (round) => {
          const { app, shown, grantId } = round.stake;
          const disconnects = inOtherHalf(round);
          const end = disconnects ? person.disconnect(grantId) : app.revoke(shown);
          const statuses = await race.halfAndHalf(round, app.refresh(shown), end);
          const expected = disconnects ? [303, 404] : [200];
          round.check('revoked', includesAll(expected, statuses), statuses);
          await race.checkFacts(round, 'after the race', { liveTokens: 0, families: 1 });
          await race.checkAccess(round, 401);
          if (round.isSpoilt()) return;
          const ended = disconnects ? 'disconnected' : null;
          await race.checkFacts(round, 'after the race', { ended });
        },
        lookBack: async (round) => {
          const { app, shown, refreshTokens } = round.stake;
          for (const token of refreshTokens) await race.checkRefused(round, app.refresh(token));
          await race.checkRefused(round, app.refresh(shown));
          if (refreshTokens.length > 0) noteReplay('refresh.replayed', round);
          const replayed = refreshTokens.length > 0 ? 'refresh_token_replayed' : null;
          const ended = inOtherHalf(round) ? 'disconnected' : replayed;
          await race.checkFacts(round, 'in the end', { liveTokens: 0, families: 1, ended });
        },
      });
      expect(violations).toEqual([]);
    },
    DEADLINE,
  );

  it(
    'revoke while others redeem: nothing stays alive (REV-05)',
    async () => {
      const violations = await runRounds<Stake>(servers, {
        name: 'revoke against redeem',
        prepare: (number) => race.stakeSecondCode(number),
        race: async (round) => {
          const { app, shown, grantId, accessTokens } = round.stake;
          const leaks = inOtherHalf(round);
          const leaked = { path: '/oauth/leaked', form: { token: accessTokens[0] ?? '' } };
          const end = leaks ? leaked : person.disconnect(grantId);
          const statuses = await race.halfAndHalf(round, app.redeem(shown), end);
          round.check('revoked', includesAll(leaks ? [200] : [303, 404], statuses), statuses);
          const ended = leaks ? 'leaked' : 'disconnected';
          await race.checkFacts(round, 'after the race', { liveTokens: 0, ended });
          await race.checkAccess(round, 401);
        },
        lookBack: async (round) => {
          const { app, shown, refreshTokens } = round.stake;
          await race.checkRefused(round, app.redeem(shown));
          for (const token of refreshTokens) await race.checkRefused(round, app.refresh(token));
          await race.checkFacts(round, 'in the end', { liveTokens: 0 });
        },
      });
      expect(violations).toEqual([]);
    },
    DEADLINE,
  );

  it(
    'decide one request: one decision holds, and whoever decides the same gets the same answer (D15)',
    async () => {
      const violations = await runRounds<Decision>(servers, {
        name: 'decide',
        prepare: async (number) => {
          const app = await RacingApp.register(person, number);
          const uri = number % 3 > 0 ? null : await app.push();
          const pages = uri === null ? [await app.ask()] : [await app.ask(uri), await app.ask(uri)];
          return { app, pages, code: null, location: '' };
        },
        race: async ({ stake, ...round }) => {
          const decisions: string[] = [];
          const replies = await everybody(servers, { ...round, stake }, (caller) => {
            const page = stake.pages[caller % stake.pages.length] ?? '';
            const denies = inOtherHalf({ ...round, stake }) && caller % 4 >= 2;
            decisions.push(`${page} ${String(denies)}`);
            return denies ? person.deny(page) : person.allow(page);
          });
          const winner = replies.findIndex(({ status }) => status === 303);
          const { location = '' } = replies[winner] ?? {};
          const fits = ({ status, location: place }: Reply, index: number): boolean =>
            decisions[index] === decisions[winner]
              ? status === 303 && place === location
              : status === 409;
          round.check('one decision', winner >= 0 && replies.every(fits), replies);
          Object.assign(stake, { location, code: codeIn(location) });
          round.count(stake.code === null ? 'denied' : 'allowed');
        },
        lookBack: async ({ number, stake: { app, pages, code, location }, check }) => {
          const late = pages.flatMap((page) => [person.allow(page), person.deny(page)]);
          const ask = () => Promise.all(late.map((call, caller) => servers.send(caller, call)));
          const replies = await ask();
          const same = replies.filter((reply) => reply.location === location);
          const gone = replies.filter(({ status }) => status === 409);
          check(
            'the same once',
            [same.length, gone.length + 1].join() === `1,${String(late.length)}`,
            replies,
          );
          const { grants, codes, receipts, families } = await factsOf(servers, app.id);
          const made = [grants, codes, receipts, families];
          check('one of each', String(made) === (code === null ? '0,0,0,0' : '1,1,1,0'), made);
          if (code === null) return;
          const reply = await servers.send(number, app.redeem(code));
          check('a code that works', reply.status === 200, reply);
          const spent = await ask();
          check(
            'gone',
            spent.every(({ status }) => status === 409),
            spent,
          );
        },
      });
      expect(violations).toEqual([]);
    },
    DEADLINE,
  );

  it('leave an audit log that takes no race for a replay, and no replay for a race', async () => {
    for (const [type, apps] of Object.entries(replays)) {
      const audited = await auditedApps(servers, type);
      expect(audited.filter((app) => !spoilt.includes(app)).sort()).toEqual(apps.sort());
    }
  });

  it('have minted no two successors anywhere (B4)', async () => {
    const twice = await servers.database.query(
      `SELECT code_id AS id FROM token_families GROUP BY 1 HAVING count(*) > 1
       UNION ALL
       SELECT family_id FROM refresh_tokens WHERE consumed_at IS NULL GROUP BY 1 HAVING count(*) > 1
       UNION ALL
       SELECT f.id FROM token_families f JOIN access_tokens a ON a.family_id = f.id
         JOIN refresh_tokens r ON r.family_id = f.id
       GROUP BY 1 HAVING count(DISTINCT a.id) <> count(DISTINCT r.id)`,
    );
    expect(twice).toEqual([]);
  });
});

/** A request to decide on, and the results. */
interface Decision {
  readonly app: RacingApp;
  /** One consent page, or the two of one `request_uri`. */
  readonly pages: readonly string[];
  code: string | null;
  /** The redirect. */
  location: string;
}

const includesAll = (expected: readonly number[], statuses: readonly number[]): boolean =>
  statuses.every((status) => expected.includes(status));
