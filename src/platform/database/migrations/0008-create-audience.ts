import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every row has its project, and composite foreign keys prevent references across projects. */
export class CreateAudience1763700000008 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE contacts (
        id                     uuid        NOT NULL CONSTRAINT pk_contacts PRIMARY KEY,
        project_id             uuid        NOT NULL CONSTRAINT fk_contacts_project REFERENCES projects (id) ON DELETE CASCADE,
        user_id                text        NOT NULL,
        first_name             text,
        last_name              text,
        email                  text,
        phone_mobile           text,
        country                text,
        language               text,
        accepts_marketing_sms  boolean,
        is_subscribed_sms      boolean     NOT NULL DEFAULT true,
        is_subscribed_email    boolean     NOT NULL DEFAULT true,
        attributes             jsonb       NOT NULL DEFAULT '{}',
        created_at             timestamptz NOT NULL DEFAULT now(),
        updated_at             timestamptz NOT NULL DEFAULT now(),
        deleted_at             timestamptz
      );
      CREATE UNIQUE INDEX ux_contacts_user ON contacts (project_id, user_id);
      CREATE UNIQUE INDEX ux_contacts_project_id ON contacts (project_id, id);
      CREATE INDEX ix_contacts_phone ON contacts (project_id, phone_mobile);
      CREATE INDEX ix_contacts_created ON contacts (project_id, created_at, id);

      CREATE TABLE contact_events (
        id          uuid        NOT NULL CONSTRAINT pk_contact_events PRIMARY KEY,
        project_id  uuid        NOT NULL,
        contact_id  uuid        NOT NULL,
        event_id    text        NOT NULL,
        type        text        NOT NULL,
        parameters  jsonb       NOT NULL DEFAULT '{}',
        occurred_at timestamptz NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT fk_contact_events_contact FOREIGN KEY (project_id, contact_id) REFERENCES contacts (project_id, id) ON DELETE CASCADE
      );
      CREATE UNIQUE INDEX ux_contact_events_event ON contact_events (project_id, event_id);
      CREATE INDEX ix_contact_events_contact ON contact_events (project_id, contact_id, occurred_at DESC);

      CREATE TABLE segments (
        id               uuid        NOT NULL CONSTRAINT pk_segments PRIMARY KEY,
        project_id       uuid        NOT NULL CONSTRAINT fk_segments_project REFERENCES projects (id) ON DELETE CASCADE,
        name             text        NOT NULL,
        description      text,
        type             text        NOT NULL CONSTRAINT ck_segments_type CHECK (type IN ('static', 'dynamic')),
        rule             jsonb,
        status           text        NOT NULL CONSTRAINT ck_segments_status CHECK (status IN ('ready', 'computing', 'error')),
        last_count       integer,
        last_computed_at timestamptz,
        version          integer     NOT NULL DEFAULT 1,
        created_at       timestamptz NOT NULL DEFAULT now(),
        updated_at       timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ix_segments_project ON segments (project_id, name, id);

      CREATE TABLE senders (
        id         uuid        NOT NULL CONSTRAINT pk_senders PRIMARY KEY,
        project_id uuid        NOT NULL CONSTRAINT fk_senders_project REFERENCES projects (id) ON DELETE CASCADE,
        address    text        NOT NULL,
        type       text        NOT NULL CONSTRAINT ck_senders_type CHECK (type IN ('alphanumeric', 'long', 'short')),
        countries  text[]      NOT NULL DEFAULT '{}',
        status     text        NOT NULL CONSTRAINT ck_senders_status CHECK (status IN ('pending', 'approved', 'rejected', 'disabled')),
        is_default boolean     NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX ux_senders_project_id ON senders (project_id, id);
      CREATE UNIQUE INDEX ux_senders_default ON senders (project_id) WHERE is_default;

      CREATE TABLE campaigns (
        id          uuid        NOT NULL CONSTRAINT pk_campaigns PRIMARY KEY,
        project_id  uuid        NOT NULL CONSTRAINT fk_campaigns_project REFERENCES projects (id) ON DELETE CASCADE,
        title       text        NOT NULL,
        status      text        NOT NULL
                    CONSTRAINT ck_campaigns_status CHECK (status IN ('draft', 'scheduled', 'sending', 'paused', 'sent', 'unpaid', 'cancelled', 'archived')),
        sender_id   uuid,
        text        text        NOT NULL,
        campaign_at timestamptz,
        created_at  timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT fk_campaigns_sender FOREIGN KEY (project_id, sender_id) REFERENCES senders (project_id, id)
      );
      CREATE INDEX ix_campaigns_project ON campaigns (project_id, campaign_at DESC);
      CREATE INDEX ix_campaigns_sender ON campaigns (project_id, sender_id);

      CREATE TABLE automations (
        id         uuid        NOT NULL CONSTRAINT pk_automations PRIMARY KEY,
        project_id uuid        NOT NULL CONSTRAINT fk_automations_project REFERENCES projects (id) ON DELETE CASCADE,
        title      text        NOT NULL,
        status     text        NOT NULL CONSTRAINT ck_automations_status CHECK (status IN ('draft', 'active', 'paused', 'archived')),
        trigger    jsonb       NOT NULL,
        steps      jsonb       NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ix_automations_project ON automations (project_id, title);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE automations; DROP TABLE campaigns; DROP TABLE senders; DROP TABLE segments;
      DROP TABLE contact_events; DROP TABLE contacts;
    `);
  }
}
