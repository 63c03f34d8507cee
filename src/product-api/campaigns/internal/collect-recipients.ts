import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { statement, unprepared } from '../../../platform/database/statement.js';
import { CampaignAudiences, exclusionOf } from './campaign-audience.js';
import { EMPTY_SNAPSHOT, type CampaignSnapshot, type Exclusions } from './campaign-parts.js';
import { again, type Next } from './next-step.js';
import { DueTimes } from './due-times.js';
import type { CampaignRow } from './transition.statements.js';

/**
 * Contacts that one step looks at: it takes as long for any audience, in a project of any size. The step locks the
 * campaign, and a caller who pauses or cancels it waits for that, so it is short.
 */
const CONTACTS = 2_000;

/** Before all contacts. */
const FIRST = '00000000-0000-0000-0000-000000000000';

const KEEP_POSITION = statement(
  'campaign.keep-position',
  `UPDATE campaigns SET snapshot = :snapshot::jsonb, collected_to = :last::uuid,
     collected_at = CASE WHEN :isComplete::boolean THEN now() END
   WHERE project_id = :projectId AND id = :id`,
);

/** The recipients are frozen, so the segments may go. */
const END_USES = statement(
  'campaign.end-segment-uses',
  `DELETE FROM segment_uses
   WHERE project_id = :projectId AND used_by_kind = 'campaign' AND used_by_id = :id`,
);

const FOUND = {
  seen: 'integer',
  last: 'uuid?',
  recipients: 'integer',
  noPhone: 'integer',
  unsubscribed: 'integer',
  acceptsNo: 'integer',
} as const;

/**
 * Freezes the recipients: goes through the contacts of the project in the order of their ids, some at a time, and notes
 * those of the audience who may get a message. Contacts that were made after the start are not looked at.
 */
@Injectable()
export class CollectRecipients {
  constructor(
    private readonly database: Database,
    private readonly audiences: CampaignAudiences,
    private readonly dueTimes: DueTimes,
  ) {}

  async step(tx: EntityManager, campaign: CampaignRow): Promise<Next> {
    const { projectId, id, snapshot } = campaign;
    const found = await this.collect(tx, campaign);
    const isComplete = found.seen < CONTACTS;
    await this.database.queryIn(tx, KEEP_POSITION, {
      ...{ projectId, id, isComplete, last: found.last ?? campaign.collectedTo },
      snapshot: JSON.stringify(sumOf(snapshot ?? EMPTY_SNAPSHOT, found)),
    });
    if (isComplete) await this.database.queryIn(tx, END_USES, { projectId, id });
    return again();
  }

  private async collect(tx: EntityManager, campaign: CampaignRow) {
    const { projectId, id, audience, excludeUnsubscribed, excludeAcceptsNo } = campaign;
    const condition = await this.audiences.conditionOf(projectId, audience);
    const { due, byCountry } = await this.dueTimes.of(campaign);
    const text: string = collecting(condition.sql);
    const [found] = await this.database.queryIn(tx, unprepared(text, FOUND), {
      ...condition.values,
      ...{ projectId, id, excludeUnsubscribed, excludeAcceptsNo, due, limit: CONTACTS },
      ...{ byCountry: JSON.stringify(byCountry), startedAt: campaign.startedAt },
      after: campaign.collectedTo ?? FIRST,
    });
    if (!found) throw new Error('Nothing was counted.');
    return found;
  }
}

const collecting = (condition: string): string => `
  WITH seen AS MATERIALIZED (
    SELECT c.id FROM contacts c
    WHERE c.project_id = :projectId AND c.id > :after::uuid AND c.deleted_at IS NULL
      AND c.created_at <= :startedAt::timestamptz
    ORDER BY c.id LIMIT :limit
  ), audience AS MATERIALIZED (
    SELECT contact.id, contact.country, ${exclusionOf('contact')} AS excluded
    FROM seen JOIN contacts contact ON contact.project_id = :projectId AND contact.id = seen.id
    WHERE contact.project_id = :projectId AND ${condition}
  ), added AS (
    INSERT INTO campaign_recipients (campaign_id, contact_id, project_id, due_at)
    SELECT :id::uuid, a.id, :projectId::uuid,
      coalesce((:byCountry::jsonb ->> a.country)::timestamptz, :due::timestamptz)
    FROM audience a WHERE a.excluded IS NULL
    ON CONFLICT (campaign_id, contact_id) DO NOTHING
  )
  SELECT (SELECT count(*)::int FROM seen) AS seen,
    (SELECT id FROM seen ORDER BY id DESC LIMIT 1) AS last,
    count(*) FILTER (WHERE excluded IS NULL)::int AS recipients,
    count(*) FILTER (WHERE excluded = 'noPhone')::int AS "noPhone",
    count(*) FILTER (WHERE excluded = 'unsubscribed')::int AS unsubscribed,
    count(*) FILTER (WHERE excluded = 'acceptsNo')::int AS "acceptsNo"
  FROM audience`;

function sumOf(
  { excluded, ...before }: CampaignSnapshot,
  found: Exclusions & { readonly recipients: number },
): CampaignSnapshot {
  return {
    ...before,
    recipients: before.recipients + found.recipients,
    excluded: {
      noPhone: excluded.noPhone + found.noPhone,
      unsubscribed: excluded.unsubscribed + found.unsubscribed,
      acceptsNo: excluded.acceptsNo + found.acceptsNo,
    },
  };
}
