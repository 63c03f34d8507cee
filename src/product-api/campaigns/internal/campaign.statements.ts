import { columnsOf } from '../../../platform/database/entity-columns.js';
import { statement } from '../../../platform/database/statement.js';
import { CampaignEntity } from './campaign.entity.js';
import type { CampaignContent } from './campaign-content.js';

export const { list: CAMPAIGN_COLUMNS, shape: CAMPAIGN_SHAPE } = columnsOf(CampaignEntity);

/** They cost nothing, so their number is limited. */
export const MAX_DRAFTS = 1_000;

/** Counts as many drafts as there may be at most. */
export const INSERT_CAMPAIGN = statement(
  'campaign.insert',
  `INSERT INTO campaigns (id, project_id, status, title, description, channel, purpose, audience, options, sender_id,
     allow_unicode, campaign_at, timezone_mode, throttle_per_minute, exclude_unsubscribed, exclude_accepts_no,
     quiet_hours, created_by, grant_id)
   SELECT :id, :projectId, 'draft', :title, :description, :channel, :purpose, :audience::jsonb, :options::jsonb,
     :senderId, :allowUnicode, :campaignAt, :timezoneMode, :throttlePerMinute, :excludeUnsubscribed,
     :excludeAcceptsNo, :quietHours::jsonb, :createdBy, :grantId
   WHERE (SELECT count(*) FROM (
     SELECT FROM campaigns WHERE project_id = :projectId AND status = 'draft' LIMIT ${MAX_DRAFTS}) drafts) < ${MAX_DRAFTS}
   RETURNING ${CAMPAIGN_COLUMNS}`,
  CAMPAIGN_SHAPE,
);

export const FIND_CAMPAIGN = statement(
  'campaign.find-present',
  `SELECT ${CAMPAIGN_COLUMNS} FROM campaigns WHERE project_id = :projectId AND id = :id`,
  CAMPAIGN_SHAPE,
);

export const LOCK_CAMPAIGN = statement(
  'campaign.lock',
  `SELECT ${CAMPAIGN_COLUMNS} FROM campaigns WHERE project_id = :projectId AND id = :id FOR UPDATE`,
  CAMPAIGN_SHAPE,
);

/** The estimate was that of another content. */
export const CHANGE_CAMPAIGN = statement(
  'campaign.change',
  `UPDATE campaigns SET title = :title, description = :description, channel = :channel, purpose = :purpose,
     audience = :audience, options = :options, sender_id = :senderId, allow_unicode = :allowUnicode,
     campaign_at = :campaignAt, timezone_mode = :timezoneMode, throttle_per_minute = :throttlePerMinute,
     exclude_unsubscribed = :excludeUnsubscribed, exclude_accepts_no = :excludeAcceptsNo,
     quiet_hours = :quietHours, estimate = NULL, version = version + 1, updated_at = now()
   WHERE project_id = :projectId AND id = :id AND status = 'draft'
   RETURNING ${CAMPAIGN_COLUMNS}`,
  CAMPAIGN_SHAPE,
);

export const DELETE_CAMPAIGN = statement(
  'campaign.delete',
  `DELETE FROM campaigns
   WHERE project_id = :projectId AND id = :id AND status = 'draft' AND version = coalesce(:expected, version)
   RETURNING id`,
  { id: 'uuid' },
);

/** As parameters. */
export const contentValues = (content: CampaignContent) => ({
  ...content,
  audience: JSON.stringify(content.audience),
  options: JSON.stringify(content.options),
  quietHours: content.quietHours && JSON.stringify(content.quietHours),
});
