import { ProblemError } from '../../../kernel/errors/problem-error.js';
import type { AutomationEntity } from './automation.entity.js';

type Status = AutomationEntity['status'];

/** What a caller may do to an automation. */
type Action = 'activate' | 'pause' | 'archive' | 'edit' | 'delete' | 'trigger';

const ALLOWED: Readonly<Record<Status, readonly Action[]>> = {
  draft: ['activate', 'archive', 'edit', 'delete'],
  active: ['pause', 'archive', 'edit', 'trigger'],
  paused: ['activate', 'archive', 'edit'],
  archived: [],
};

/** @throws ProblemError `invalid_state`, which names the state and what is allowed in it */
export function checkAllows(status: Status, action: Action): void {
  const allowed = ALLOWED[status];
  if (allowed.includes(action)) return;
  const choice =
    allowed.length === 0 ? 'Nothing changes it any more.' : `Allowed: ${allowed.join(', ')}.`;
  throw new ProblemError('invalid_state', `The automation is ${status}. ${choice}`, {
    members: { state: status, allowed_actions: allowed },
  });
}
