import { statement } from '../../platform/database/statement.js';

/** Those who add something to an organisation wait for each other until the commit, so that a count of it holds. */
export const LOCK_ORGANISATION = statement(
  'projects.lock-organisation',
  'SELECT id FROM organisations WHERE id = :organisationId FOR NO KEY UPDATE',
  { id: 'uuid' },
);
