import { found } from '../../access/envelope.js';
import { preconditionFailed } from '../../access/if-match.decorator.js';
import type { AutomationRow } from './automation.statements.js';
import { checkAllows } from './states.js';

/**
 * @param expected the version that the caller holds, if they said which
 * @throws ProblemError 404, 412, 409 `invalid_state`
 */
export function requireAllowed(
  row: AutomationRow | undefined,
  action: Parameters<typeof checkAllows>[1],
  expected?: number,
): AutomationRow {
  const automation = found(row ?? null);
  if (expected !== undefined && automation.version !== expected) throw preconditionFailed();
  checkAllows(automation.status, action);
  return automation;
}
