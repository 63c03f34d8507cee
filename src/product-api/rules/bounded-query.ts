import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import type { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';

const MOST_MILLISECONDS = 5_000;

/** Compiling the expressions of a rule costs more than it saves. */
const SET_BOUNDS = statement(
  'rules.set-bounds',
  `SELECT set_config('statement_timeout', :milliseconds, true) AS timeout, set_config('jit', 'off', true) AS jit`,
  { timeout: 'text', jit: 'text' },
);

/** PostgreSQL: canceled by the timeout. */
const CANCELED = '57014';

/**
 * Runs statements with a condition of a rule in a transaction; each may take five seconds.
 * @throws ProblemError 422 if one takes longer
 */
export async function withTimeout<T>(
  database: Database,
  work: (tx: EntityManager) => Promise<T>,
  milliseconds = MOST_MILLISECONDS,
): Promise<T> {
  try {
    return await database.transaction(async (tx) => {
      await database.queryIn(tx, SET_BOUNDS, { milliseconds: String(milliseconds) });
      return work(tx);
    });
  } catch (error) {
    if ((error as { code?: unknown }).code !== CANCELED) throw error;
    throw new ProblemError('invalid_filter', 'The rule is too expensive to evaluate.', {
      cause: error,
    });
  }
}
