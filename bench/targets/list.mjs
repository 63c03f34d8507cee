import { betterAuth } from './better-auth.mjs';
import { limit, limitNest } from './limit.mjs';
import { nodeOauth } from './node-oauth.mjs';
import { oidcProvider } from './oidc-provider.mjs';
import { Ours } from './ours.mjs';

/**
 * The servers under test, by name: each takes `{ cluster, folder, root }`. `prepare(count)` makes its database with
 * so many actors and starts it, `states(work, actors, amount)` gives what their connections send. `standsIn` names the work that is
 * measured for one that the server does not have.
 */
export const targets = {
  ours: (bench) => new Ours(bench),
  limit,
  'limit-nest': limitNest,
  'oidc-provider': oidcProvider,
  'better-auth': betterAuth,
  'node-oauth': nodeOauth,
};
