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
  statements('refresh', 2),
  statements('code', 3),
  statements('client-credentials', 2),
  statements('registration', 2),
  statements('metadata', 0),
  statements('introspection', 1),
  statements('guarded', 2),
  statements('user-info', 1),
  own('refresh', 'walBytes', 1_200),
];

function ratio(work, than, { member = 'rps', ...limit }) {
  return { kind: 'ratio', work, than, member, ...limit };
}

/** `START` and `COMMIT` are not statements here; a goal of at most two implies that there are none. */
function statements(work, atMost) {
  return { kind: 'own', work, member: 'statements', atMost };
}

function own(work, member, atMost) {
  return { kind: 'own', work, member, atMost };
}
