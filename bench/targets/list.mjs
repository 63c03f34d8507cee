import { limit, limitNest } from './limit.mjs';
import { oidcProvider } from './oidc-provider.mjs';
import { Ours } from './ours.mjs';

/**
 * The servers under test, by name: each takes `{ cluster, folder, root }`. `prepare(actors)` makes its database and
 * starts it, `states(work, connections, amount)` gives what the connections send. `standsIn` names the work that is
 * measured for one that the server does not have.
 */
export const targets = {
  ours: (bench) => new Ours(bench),
  limit,
  'limit-nest': limitNest,
  'oidc-provider': oidcProvider,
};
