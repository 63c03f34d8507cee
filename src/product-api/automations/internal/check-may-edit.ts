import { ProblemError } from '../../../kernel/errors/problem-error.js';
import type { Principal } from '../../access/principal.js';

/**
 * A change of what is active is sent to people at once, so it needs what switching it on needs.
 * @throws ProblemError 403 `insufficient_scope`
 */
export function checkMayEdit({ scopes }: Pick<Principal, 'scopes'>): void {
  if (scopes.has('automations:activate')) return;
  throw new ProblemError(
    'insufficient_scope',
    'To change an active automation needs automations:activate, too. Pause it first, or ask for that.',
    { members: { required_scope: 'automations:write automations:activate' } },
  );
}
