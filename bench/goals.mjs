import { overNest } from './parts/start-up.mjs';
import { spreadOf } from './report/work-table.mjs';

/** Background work of a server, and leases of its limits, add a part of a statement to each request. */
const FRACTION = 0.1;

/**
 * The goals, as data: `docs/performance.md` says of each whether it was met. Ratios are of requests a second at 32
 * connections, ours over the other server's within a round, unless `member` names something else.
 */
export const GOALS = [
  ratio('refresh', 'oidc-provider', { atLeast: 2.4 }),
  ratio('refresh', 'oidc-provider', { atMost: 0.75, member: 'p99' }),
  ratio('refresh', 'limit', { atLeast: 0.42 }),
  ratio('code', 'oidc-provider', { atLeast: 2 }),
  ratio('client-credentials', 'oidc-provider', { atLeast: 1.3 }),
  ratio('registration', 'oidc-provider', { atLeast: 1.8 }),
  ratio('metadata', 'oidc-provider', { atLeast: 2.5 }),
  ratio('introspection', 'oidc-provider', { atLeast: 2.4 }),
  ratio('guarded', 'oidc-provider', { atLeast: 2.4 }),
  ratio('user-info', 'oidc-provider', { atLeast: 2 }),
  ratio('refresh', 'better-auth', { atLeast: 6 }),
  ratio('code', 'better-auth', { atLeast: 6 }),
  ratio('client-credentials', 'better-auth', { atLeast: 6 }),
  ratio('registration', 'better-auth', { atLeast: 6 }),
  ratio('metadata', 'better-auth', { atLeast: 6 }),
  ratio('introspection', 'better-auth', { atLeast: 6 }),
  ratio('user-info', 'better-auth', { atLeast: 6 }),
  statements('refresh', 2),
  statements('code', 3),
  statements('client-credentials', 2),
  statements('registration', 2),
  statements('metadata', 0),
  statements('introspection', 1),
  statements('guarded', 2),
  statements('user-info', 1),
  own('refresh', 'walBytes', 1_200),
  part(
    'unguarded',
    'guarded / the same route unguarded',
    { atLeast: 0.6 },
    rpsOf('many', 'guarded'),
  ),
  part('unguarded', 'the same, one connection', { atLeast: 0.4 }, rpsOf('one', 'guarded')),
  part('unguarded', 'with an API token / unguarded', { atLeast: 0.6 }, rpsOf('many', 'apiToken')),
  part(
    'unguarded',
    'with an API token, one connection / unguarded',
    { atLeast: 0.4 },
    rpsOf('one', 'apiToken'),
  ),
  part('races', 'races with other than one winner', { atMost: 0 }, ({ ours }) => lostRaces(ours)),
  part('logins', 'guarded, p99 with sign-ins / without', { atMost: 1.5 }, ({ p99 }) => p99),
  part('start-up', 'start / limit-nest', { atMost: 2.5 }, (seen) => overNest(seen, 'ours', 'ms')),
  part('start-up', 'memory at rest / limit-nest', { atMost: 1.7 }, (seen) =>
    overNest(seen, 'ours', 'mib'),
  ),
  part('memory', 'memory under load, MiB', { atMost: 256 }, ({ ours }) => ours.peakMib),
  productApi('ingestion, few contacts / bare SQL', 0.5, ({ ingestion }) => ingestion.few.rps),
  productApi('ingestion, many contacts / bare SQL', 0.5, ({ ingestion }) => ingestion.many.rps),
  productApi('ingestion, many contacts / few', 0.8, ({ ingestion }) => ingestion.growth),
  ...['attributes', 'events'].flatMap((rule) => [
    productApi(`count by ${rule}, 200,000 contacts / bare SQL`, 0.8, ({ counts }) =>
      countOf(counts, rule, 0),
    ),
    productApi(`count by ${rule}, many contacts / bare SQL`, 0.8, ({ counts }) =>
      countOf(counts, rule, 1),
    ),
  ]),
  productApi('scroll, first page / bare SQL', 0.2, ({ scroll }) => scroll.first),
  productApi('scroll, deep page / first page', 0.9, ({ scroll }) => scroll.depth),
  part('growth', 'guarded, many tokens / few', { atLeast: 0.8 }, ({ works }) => works.guarded.rps),
  part('growth', 'refresh, many tokens / few', { atLeast: 0.8 }, ({ works }) => works.refresh.rps),
];

/** Of the part `unguarded`, at `many` connections or `one`. */
function rpsOf(connections, token) {
  return (seen) => seen?.[connections][token].rps;
}

function productApi(what, atLeast, read) {
  return part('product-api', what, { atLeast }, read);
}

/** By its place among the sizes. */
function countOf(counts, rule, place) {
  return counts.filter((each) => each.rule === rule)[place].rps;
}

/** Tries of both works that had no winner, or several, or an answer of 5xx. */
const lostRaces = (tallies) =>
  Object.values(tallies).reduce(
    (sum, { tries, winners, failures }) => sum + tries - (winners[1] ?? 0) + failures,
    0,
  );

function ratio(work, than, { member = 'rps', ...limit }) {
  return { kind: 'ratio', work, than, member, ...limit };
}

/**
 * At one connection, the worst case: requests at the same time may share one. `START` and `COMMIT` are not statements
 * here; a goal of at most two implies that there are none.
 */
function statements(work, atMost) {
  const limit = { atMost, slack: FRACTION };
  return part('one-connection', `${work}, statements at one connection`, limit, (seen) =>
    spreadOf(seen[work].ours, 'statements'),
  );
}

function own(work, member, atMost) {
  return { kind: 'own', work, member, atMost };
}

/** `read` gives the number, or `{ median, least, most }`, from the result of a part. */
function part(name, what, limit, read) {
  return { kind: 'part', part: name, what, read, ...limit };
}
