import { columnsOf } from '../../../../platform/database/entity-columns.js';
import { statement } from '../../../../platform/database/statement.js';
import { AutomationEntity } from '../automation.entity.js';

const { list, shape } = columnsOf(AutomationEntity);

export const FIND_ACTIVE = statement(
  'automation.find-active',
  `SELECT ${list} FROM automations WHERE project_id = :projectId AND id = :id AND status = 'active'`,
  shape,
);
