import { limitClassOf } from '../../limit-class.decorator.js';
import type { GuardedRequest } from '../../principal.js';
import { APP_BUDGETS, CLASS_BUDGETS, type Budget } from './budgets.js';

/** A budget that a call comes out of, and whose it is. */
export interface CountedBudget {
  readonly budget: Budget;
  readonly tracker: string;
}

/** Calls at the root, or for a project that the access does not include. */
const NO_PROJECT = { id: 'none', plan: 'pro' } as const;

/**
 * What a call comes out of: the budget of its class, of the credential in the
 * project by the project's plan; and that of all calls of the app in the project, by the app's tier. An API token has no app.
 */
export function budgetsOf(
  { access, caller }: GuardedRequest,
  handler: object,
): readonly CountedBudget[] {
  const shown = access ?? caller;
  if (!shown) throw new Error('Only calls with a token are counted.');
  const { id, plan } = access?.project ?? NO_PROJECT;
  const budget = CLASS_BUDGETS[plan][limitClassOf(handler)];
  if (!('grant' in shown)) return [{ budget, tracker: `${shown.tokenId} ${id}` }];
  const { grant, client } = shown;
  return [
    { budget, tracker: `${grant.id} ${id}` },
    { budget: APP_BUDGETS[client.tier], tracker: `${client.id} ${id}` },
  ];
}
