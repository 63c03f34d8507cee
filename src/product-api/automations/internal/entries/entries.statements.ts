import { columnsOf } from '../../../../platform/database/entity-columns.js';
import { statement } from '../../../../platform/database/statement.js';
import { AutomationEntity } from '../automation.entity.js';

const { list, shape } = columnsOf(AutomationEntity);

/**
 * Entries of one automation come one after the other, so that the counts of a contact's entries are exact. Before its
 * row is locked.
 */
export const LOCK_ENTRIES = statement(
  'automation.lock-entries',
  `SELECT pg_advisory_xact_lock(hashtextextended('automation-entries/' || :automationId, 0))`,
);

export const FIND_ACTIVE = statement(
  'automation.find-active',
  `SELECT ${list} FROM automations WHERE project_id = :projectId AND id = :id AND status = 'active'`,
  shape,
);
