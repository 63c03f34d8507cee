import { ProblemError } from '../../kernel/errors/problem-error.js';

/**
 * 403. A caller who filters, sorts or aggregates by a field learns its values, so that needs the scopes that show it.
 * `missing`: those that the access lacks.
 */
export const dataPrivacy = (detail: string, missing: readonly string[]): ProblemError =>
  new ProblemError('data_privacy', detail, { members: { required_scope: missing.join(' ') } });
