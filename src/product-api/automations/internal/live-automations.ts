import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProjectProfiles } from '../../../modules/projects/project-profiles.service.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { SUBSCRIPTIONS } from '../../audience/contacts-subscribed.js';
import { SegmentUses, type UsedSegment } from '../../segments/segment-uses.service.js';
import { compile } from '../definition/program.js';
import {
  definitionOf,
  LOCK_LIVE,
  PLAN_SCAN,
  type AutomationRow,
  LOCK_ENTRIES,
} from './automation.statements.js';
import { referencesOf } from './definition-references.js';
import { DefinitionRules } from './definition-rules.js';
import { knownZone } from './known-zone.js';

/** Versions that nobody is in, or was, are of no use: a definition may be changed any number of times. */
const PUBLISH = statement(
  'automation-version.publish',
  `WITH pruned AS (
     DELETE FROM automation_versions v
     WHERE v.project_id = :projectId AND v.automation_id = :automationId AND v.version <> :version AND NOT EXISTS (
       SELECT FROM automation_enrollments e
       WHERE e.project_id = :projectId AND e.automation_id = :automationId AND e.version = v.version)
   )
   INSERT INTO automation_versions (project_id, automation_id, version, definition, program, cancel_events)
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
       SELECT CASE WHEN jsonb_exists(trigger, 'subscribed') THEN '${SUBSCRIPTIONS}' ELSE trigger #>> '{event,type}' END AS type
       FROM automations WHERE project_id = :projectId AND status = 'active'
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
    private readonly rules: DefinitionRules,
    private readonly segments: SegmentUses,
  ) {}

  /** Before the row of the automation is locked. */
  async lock(tx: EntityManager, projectId: string, automationId: string): Promise<void> {
    await this.database.queryIn(tx, LOCK_LIVE, { projectId });
    await this.database.queryIn(tx, LOCK_ENTRIES, { automationId });
  }

  /** Makes the definition of an active automation the one that contacts enter. */
  async publish(tx: EntityManager, row: AutomationRow): Promise<void> {
    const { projectId, id: automationId, trigger } = row;
    const definition = definitionOf(row);
    await this.database.queryIn(tx, PUBLISH, {
      ...{ projectId, automationId, version: row.definitionVersion },
      definition: JSON.stringify(definition),
      program: JSON.stringify(compile(definition.steps)),
      cancelEvents: definition.cancelEvents,
    });
    await this.refresh(tx, row);
    if (!('attribute_date' in trigger)) return;
    const { timezone } = await this.profiles.get(projectId);
    const { at } = trigger.attribute_date;
    const planned = { projectId, id: automationId, zone: knownZone(timezone), at };
    await this.database.queryIn(tx, PLAN_SCAN, planned);
  }

  /** After a change of its state or definition. */
  async refresh(tx: EntityManager, row: AutomationRow): Promise<void> {
    const { projectId, id, status } = row;
    await this.database.queryIn(tx, REFRESH_LISTENERS, { projectId });
    const used = status === 'active' ? await this.segmentsOf(row) : [];
    await this.segments.replace(tx, { projectId, kind: 'automation', id }, used);
  }

  private async segmentsOf(row: AutomationRow): Promise<readonly UsedSegment[]> {
    const definition = definitionOf(row);
    const { rules } = await this.rules.readAll(row.projectId, definition);
    return [
      ...referencesOf(definition).segments.map(({ name: id, pointer }) => ({
        ...{ id, watches: pointer.startsWith('/trigger') },
      })),
      ...rules.flatMap(({ segments }) => segments.map((id) => ({ id }))),
    ];
  }
}
