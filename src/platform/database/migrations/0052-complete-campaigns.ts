import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Campaigns can be made and sent. Recipients are in a table of their own, as rows that wait for their message. */
export class CompleteCampaigns1763700000052 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE campaigns
        ADD description          text,
        ADD channel              text           NOT NULL DEFAULT 'sms'
            CONSTRAINT ck_campaigns_channel CHECK (channel IN ('sms')),
        ADD purpose              text           NOT NULL DEFAULT 'marketing'
            CONSTRAINT ck_campaigns_purpose CHECK (purpose IN ('marketing', 'transactional')),
        ADD hold_reason          text
            CONSTRAINT ck_campaigns_hold_reason CHECK (hold_reason IN ('access_ended', 'budget_exceeded', 'content_invalid', 'sender_not_approved', 'too_many_errors')),
        ADD audience             jsonb          NOT NULL DEFAULT '{"segments": [], "rule": null, "exclude": []}',
        ADD options              jsonb          NOT NULL DEFAULT '[]',
        ADD allow_unicode        boolean        NOT NULL DEFAULT false,
        ADD timezone_mode        text           NOT NULL DEFAULT 'project'
            CONSTRAINT ck_campaigns_timezone_mode CHECK (timezone_mode IN ('project', 'recipient')),
        ADD throttle_per_minute  integer,
        ADD exclude_unsubscribed boolean        NOT NULL DEFAULT true,
        ADD exclude_accepts_no   boolean        NOT NULL DEFAULT true,
        ADD quiet_hours          jsonb,
        ADD estimate             jsonb,
        ADD snapshot             jsonb,
        ADD stats                jsonb          NOT NULL DEFAULT '{"enqueued": 0, "refused": {}}',
        ADD created_by           uuid,
        ADD grant_id             uuid,
        ADD sent_with            jsonb,
        ADD version              integer        NOT NULL DEFAULT 1,
        ADD run                  integer        NOT NULL DEFAULT 0,
        ADD next_at              timestamptz(3),
        ADD collected_to         uuid,
        ADD collected_at         timestamptz(3),
        ADD started_at           timestamptz(3),
        ADD finished_at          timestamptz(3),
        ADD updated_at           timestamptz(3) NOT NULL DEFAULT now();

      UPDATE campaigns SET updated_at = created_at,
        options = jsonb_build_array(jsonb_build_object('text', text, 'weight', 100));
      ALTER TABLE campaigns DROP text, ALTER audience DROP DEFAULT, ALTER options DROP DEFAULT;

      CREATE UNIQUE INDEX ux_campaigns_project_id ON campaigns (project_id, id);
      CREATE INDEX ix_campaigns_drafts ON campaigns (project_id) WHERE status = 'draft';
      CREATE INDEX ix_campaigns_due ON campaigns (campaign_at) WHERE status = 'scheduled';
      CREATE INDEX ix_campaigns_next ON campaigns (next_at) WHERE status IN ('sending', 'cancelled');

      CREATE TABLE campaign_recipients (
        campaign_id uuid           NOT NULL,
        contact_id  uuid           NOT NULL,
        project_id  uuid           NOT NULL,
        due_at      timestamptz(3) NOT NULL,
        CONSTRAINT pk_campaign_recipients PRIMARY KEY (campaign_id, contact_id),
        CONSTRAINT fk_campaign_recipients_campaign FOREIGN KEY (project_id, campaign_id)
          REFERENCES campaigns (project_id, id) ON DELETE CASCADE,
        CONSTRAINT fk_campaign_recipients_contact FOREIGN KEY (project_id, contact_id)
          REFERENCES contacts (project_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ix_campaign_recipients_due ON campaign_recipients (project_id, campaign_id, due_at, contact_id);
      CREATE INDEX ix_campaign_recipients_contact ON campaign_recipients (project_id, contact_id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE campaign_recipients;
      DROP INDEX ix_campaigns_next; DROP INDEX ix_campaigns_due; DROP INDEX ix_campaigns_drafts;
      DROP INDEX ux_campaigns_project_id;
      ALTER TABLE campaigns ADD text text;
      UPDATE campaigns SET text = coalesce(options -> 0 ->> 'text', '');
      ALTER TABLE campaigns ALTER text SET NOT NULL,
        DROP description, DROP channel, DROP purpose, DROP hold_reason, DROP audience, DROP options,
        DROP allow_unicode, DROP timezone_mode, DROP throttle_per_minute, DROP exclude_unsubscribed,
        DROP exclude_accepts_no, DROP quiet_hours, DROP estimate, DROP snapshot, DROP stats, DROP created_by,
        DROP grant_id, DROP sent_with, DROP version, DROP run, DROP next_at, DROP collected_to,
        DROP collected_at, DROP started_at, DROP finished_at, DROP updated_at;
    `);
  }
}
