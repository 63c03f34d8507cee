import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { statement, unprepared } from '../../../../platform/database/statement.js';
import { secondsOf } from '../../definition/duration.js';
import type { AutomationRow } from '../automation.statements.js';
import { LOCK_ENTRIES } from '../automation.statements.js';
import { DefinitionRules } from '../definition-rules.js';
import { FIND_ACTIVE } from './entries.statements.js';

/** A contact to whom something happened that may make them enter. */
export interface Candidate {
  /** UUID. */
  readonly contactId: string;
  /** What happened: the same never makes the contact enter twice. */
  readonly entryKey: string;
  readonly triggeredAt: Date;
}

const ENROLLED = { contactId: 'uuid' } as const;

/** SQL: who may not enter is left out. One statement after the lock, so that it sees every earlier entry. */
const enroll = <const Audience extends string>(audience: Audience) =>
  `WITH candidates AS (
     SELECT DISTINCT ON (contact_id) id, contact_id, entry_key, triggered_at
     FROM jsonb_to_recordset(:candidates::jsonb) AS given (id uuid, contact_id uuid, entry_key text, triggered_at timestamptz)
     ORDER BY contact_id, triggered_at
   ), enrolled AS (
     INSERT INTO automation_enrollments
       (id, project_id, automation_id, version, contact_id, entry_key, due_at, triggered_at)
     SELECT candidate.id, :projectId, :automationId, :version, contact.id, candidate.entry_key, now(), candidate.triggered_at
     FROM candidates candidate
     JOIN contacts contact ON contact.project_id = :projectId AND contact.id = candidate.contact_id
     WHERE contact.deleted_at IS NULL AND contact.sms_blocked_at IS NULL
       AND (contact.is_subscribed_sms OR :includeUnsubscribed::boolean)
       AND NOT EXISTS (
         SELECT FROM automation_enrollments e
         WHERE e.project_id = :projectId AND e.automation_id = :automationId AND e.contact_id = contact.id
           AND (e.ended_at IS NULL OR greatest(e.entered_at, e.messaged_at) > now() - make_interval(secs => :minGap)))
       AND (:most::int IS NULL OR :most::int > (
         SELECT count(*) FROM automation_enrollments e
         WHERE e.project_id = :projectId AND e.automation_id = :automationId AND e.contact_id = contact.id))
       AND ${audience}
     ON CONFLICT DO NOTHING
     RETURNING contact_id
   ), counted AS (
     UPDATE automations SET entered_count = entered_count + (SELECT count(*) FROM enrolled)
     WHERE project_id = :projectId AND id = :automationId AND EXISTS (SELECT FROM enrolled)
   )
   SELECT contact_id AS "contactId" FROM enrolled` as const;

const ENROLL_ANY = statement('automation.enroll', enroll('true'), ENROLLED);

/** Contacts enter an automation. */
@Injectable()
export class EnterContacts {
  constructor(
    private readonly database: Database,
    private readonly rules: DefinitionRules,
  ) {}

  /**
   * Those of them who may: in the audience, subscribed, not in it already, not too often. The caller's transaction ends
   * soon after.
   * @returns the UUIDs of who entered; empty if the automation is not active
   */
  async execute(
    tx: EntityManager,
    { projectId, id }: Pick<AutomationRow, 'projectId' | 'id'>,
    candidates: readonly Candidate[],
  ): Promise<readonly string[]> {
    await this.database.queryIn(tx, LOCK_ENTRIES, { automationId: id });
    const [automation] = await this.database.queryIn(tx, FIND_ACTIVE, { projectId, id });
    if (!automation || candidates.length === 0) return [];
    const values = valuesOf(automation, candidates);
    if (automation.audience === null) {
      const rows = await this.database.queryIn(tx, ENROLL_ANY, values);
      return rows.map(({ contactId }) => contactId);
    }
    const audience = (await this.rules.audience(projectId, automation.audience)).condition();
    const text: string = enroll(audience.sql);
    const all = { ...audience.values, ...values };
    const rows = await this.database.queryIn(tx, unprepared(text, ENROLLED), all);
    return rows.map(({ contactId }) => contactId);
  }
}

const valuesOf = (
  { id, projectId, definitionVersion: version, settings }: AutomationRow,
  candidates: readonly Candidate[],
) => ({
  ...{ projectId, automationId: id, version },
  includeUnsubscribed: settings.includeUnsubscribed,
  minGap: secondsOf(settings.minGap) ?? 0,
  most: settings.maxEntriesPerContact,
  candidates: JSON.stringify(
    candidates.map(({ contactId, entryKey, triggeredAt }) => ({
      ...{ id: newId(), contact_id: contactId, entry_key: entryKey, triggered_at: triggeredAt },
    })),
  ),
});
