import { statement } from '../../../platform/database/statement.js';

/**
 * Decisions wait for this lock, and not for the row of a grant or app: a statement that ends one of those waits for at
 * most one decision.
 */
export const LOCK_DECISIONS = statement(
  'grant.lock-decisions',
  `SELECT pg_advisory_xact_lock(hashtextextended('grants/' || :subject, 0))`,
);
