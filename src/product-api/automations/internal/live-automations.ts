import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProjectProfiles } from '../../../modules/projects/project-profiles.service.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { compile } from '../definition/program.js';
import { definitionOf, LOCK_LIVE, PLAN_SCAN, type AutomationRow } from './automation.statements.js';

const INSERT_VERSION = statement(
  'automation-version.insert',
  `INSERT INTO automation_versions (project_id, automation_id, version, definition, program, cancel_events)
   VALUES (:projectId, :automationId, :version, :definition, :program, :cancelEvents) ON CONFLICT DO NOTHING`,
);

/**
 * Types of events that start an active automation, and those that end what is under way: of every version, since
 * contacts finish on theirs, and while it is paused, too.
 */
const REFRESH_LISTENERS = statement(
  'automation.refresh-listeners',
  `WITH needed AS (
     SELECT DISTINCT type FROM (
       SELECT trigger #>> '{event,type}' AS type FROM automations WHERE project_id = :projectId AND status = 'active'
       UNION ALL
       SELECT unnest(v.cancel_events) FROM automations a
       JOIN automation_versions v ON v.project_id = :projectId AND v.automation_id = a.id
       WHERE a.project_id = :projectId AND a.status IN ('active', 'paused')) AS types
     WHERE type IS NOT NULL
   ), gone AS (
     DELETE FROM event_listeners l
     WHERE l.project_id = :projectId AND NOT EXISTS (SELECT FROM needed n WHERE n.type = l.event_type)
   )
   INSERT INTO event_listeners (project_id, event_type) SELECT :projectId, type FROM needed ON CONFLICT DO NOTHING`,
);

/** What follows from an automation being active, in the transaction that makes it so. */
@Injectable()
export class LiveAutomations {
  constructor(
    private readonly database: Database,
    private readonly profiles: ProjectProfiles,
  ) {}

  /** Before the row of the automation is locked. */
  async lock(tx: EntityManager, projectId: string): Promise<void> {
    await this.database.queryIn(tx, LOCK_LIVE, { projectId });
  }

  /** Makes the definition of an active automation the one that contacts enter. */
  async publish(tx: EntityManager, row: AutomationRow): Promise<void> {
    const definition = definitionOf(row);
    await this.database.queryIn(tx, INSERT_VERSION, {
      ...{ projectId: row.projectId, automationId: row.id, version: row.definitionVersion },
      definition: JSON.stringify(definition),
      program: JSON.stringify(compile(definition.steps)),
      cancelEvents: definition.cancelEvents,
    });
    await this.refresh(tx, row.projectId);
    if ('attribute_date' in row.trigger) {
      const { timezone: zone } = await this.profiles.get(row.projectId);
      const { at } = row.trigger.attribute_date;
      await this.database.queryIn(tx, PLAN_SCAN, {
        projectId: row.projectId,
        id: row.id,
        zone,
        at,
      });
    }
  }

  /** After a change of what is active in a project. */
  async refresh(tx: EntityManager, projectId: string): Promise<void> {
    await this.database.queryIn(tx, REFRESH_LISTENERS, { projectId });
  }
}
