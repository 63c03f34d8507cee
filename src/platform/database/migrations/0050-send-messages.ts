import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Text messages, what pays for them, and what they may cost. The row of a message changes several times: nothing that
 * changes is in an index of `sms_messages`, and what waits for something is in `sms_queue`, which stays small.
 */
export class SendMessages1763700000050 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE senders
        ADD reason     text,
        ADD updated_at timestamptz(3) NOT NULL DEFAULT now();
      CREATE UNIQUE INDEX ux_senders_address ON senders (project_id, address);

      CREATE TABLE organisation_funds (
        organisation_id uuid           NOT NULL CONSTRAINT pk_organisation_funds PRIMARY KEY
                        CONSTRAINT fk_organisation_funds_organisation REFERENCES organisations (id) ON DELETE CASCADE,
        currency        text           NOT NULL DEFAULT 'EUR',
        available       bigint         NOT NULL DEFAULT 0 CONSTRAINT ck_organisation_funds_available CHECK (available >= 0),
        reserved        bigint         NOT NULL DEFAULT 0 CONSTRAINT ck_organisation_funds_reserved CHECK (reserved >= 0),
        updated_at      timestamptz(3) NOT NULL DEFAULT now()
      ) WITH (fillfactor = 10);

      CREATE TABLE funds_movements (
        id              uuid           NOT NULL CONSTRAINT pk_funds_movements PRIMARY KEY,
        organisation_id uuid           NOT NULL CONSTRAINT fk_funds_movements_organisation REFERENCES organisations (id) ON DELETE CASCADE,
        project_id      uuid,
        kind            text           NOT NULL CONSTRAINT ck_funds_movements_kind CHECK (kind IN ('top_up', 'reserve', 'capture', 'release')),
        amount          bigint         NOT NULL CONSTRAINT ck_funds_movements_amount CHECK (amount > 0),
        messages        integer,
        note            text,
        created_at      timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE INDEX ix_funds_movements_organisation ON funds_movements (organisation_id, created_at, id);
      CREATE TRIGGER funds_movements_no_change BEFORE UPDATE ON funds_movements
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      ALTER TABLE funds_movements ENABLE ALWAYS TRIGGER funds_movements_no_change;

      CREATE TABLE sms_prices (
        id              uuid           NOT NULL CONSTRAINT pk_sms_prices PRIMARY KEY,
        organisation_id uuid           CONSTRAINT fk_sms_prices_organisation REFERENCES organisations (id) ON DELETE CASCADE,
        country         text           NOT NULL,
        price           bigint         CONSTRAINT ck_sms_prices_price CHECK (price >= 0),
        valid_from      timestamptz(3) NOT NULL DEFAULT now(),
        created_at      timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX ux_sms_prices_country ON sms_prices (country, organisation_id, valid_from) NULLS NOT DISTINCT;
      CREATE INDEX ix_sms_prices_organisation ON sms_prices (organisation_id);

      ALTER TABLE grant_projects
        ADD max_messages_per_day integer CONSTRAINT ck_grant_projects_messages CHECK (max_messages_per_day >= 0),
        ADD max_spend_per_month  bigint  CONSTRAINT ck_grant_projects_spend CHECK (max_spend_per_month >= 0);
      CREATE TABLE grant_spending (
        grant_id   uuid        NOT NULL CONSTRAINT fk_grant_spending_grant REFERENCES grants (id) ON DELETE CASCADE,
        project_id uuid        NOT NULL CONSTRAINT fk_grant_spending_project REFERENCES projects (id) ON DELETE CASCADE,
        day        timestamptz NOT NULL,
        messages   integer     NOT NULL,
        month      timestamptz NOT NULL,
        spent      bigint      NOT NULL,
        CONSTRAINT pk_grant_spending PRIMARY KEY (grant_id, project_id)
      ) WITH (fillfactor = 50);
      CREATE INDEX ix_grant_spending_project ON grant_spending (project_id);

      CREATE TABLE sms_messages (
        id             uuid           NOT NULL CONSTRAINT pk_sms_messages PRIMARY KEY,
        project_id     uuid           NOT NULL,
        contact_id     uuid           NOT NULL,
        sender_id      uuid,
        inbound        boolean        NOT NULL DEFAULT false,
        sender_address text,
        recipient      text,
        country        text,
        text           text,
        delivered_text text,
        encoding       text           NOT NULL CONSTRAINT ck_sms_messages_encoding CHECK (encoding IN ('gsm7', 'ucs2')),
        allow_unicode  boolean        NOT NULL DEFAULT false,
        chars_count    integer        NOT NULL,
        messages_count integer        NOT NULL,
        purpose        text           NOT NULL CONSTRAINT ck_sms_messages_purpose CHECK (purpose IN ('transactional', 'marketing')),
        price_per_sms  bigint         NOT NULL DEFAULT 0,
        price          bigint         NOT NULL DEFAULT 0,
        charge         text           NOT NULL DEFAULT 'none'
                       CONSTRAINT ck_sms_messages_charge CHECK (charge IN ('none', 'reserved', 'captured', 'released')),
        status         text           NOT NULL CONSTRAINT ck_sms_messages_status CHECK (status IN
                         ('scheduled', 'enqueued', 'sent', 'accepted', 'buffered', 'delivered', 'failed', 'expired', 'rejected',
                          'unknown', 'unpaid', 'canceled', 'error', 'received')),
        status_code    text,
        status_history jsonb          NOT NULL DEFAULT '[]',
        origin_kind    text           NOT NULL CONSTRAINT ck_sms_messages_origin CHECK (origin_kind IN ('direct', 'campaign', 'automation', 'inbound')),
        origin_id      uuid,
        origin_index   integer,
        dedupe_key     text,
        client_id      text,
        utm_term       text,
        grant_id       uuid,
        api_token_id   uuid,
        test_mode      boolean        NOT NULL DEFAULT false,
        gateway        text           NOT NULL,
        provider_id    text,
        valid_seconds  integer,
        scheduled_at   timestamptz(3),
        sent_at        timestamptz(3),
        delivered_at   timestamptz(3),
        created_at     timestamptz(3) NOT NULL DEFAULT now(),
        updated_at     timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT fk_sms_messages_contact FOREIGN KEY (project_id, contact_id) REFERENCES contacts (project_id, id) ON DELETE CASCADE
      ) WITH (fillfactor = 70);
      CREATE UNIQUE INDEX ux_sms_messages_dedupe ON sms_messages (project_id, dedupe_key) WHERE dedupe_key IS NOT NULL;
      CREATE INDEX ix_sms_messages_created ON sms_messages (project_id, created_at, id);
      CREATE INDEX ix_sms_messages_contact ON sms_messages (project_id, contact_id, created_at, id);
      CREATE INDEX ix_sms_messages_origin ON sms_messages (project_id, origin_id, origin_index, created_at, id) WHERE origin_id IS NOT NULL;
      CREATE INDEX ix_sms_messages_utm ON sms_messages (project_id, utm_term, created_at, id) WHERE utm_term IS NOT NULL;

      -- Messages that wait: to be submitted, for the answer of the carrier, for its reports.
      CREATE TABLE sms_queue (
        message_id uuid           NOT NULL CONSTRAINT pk_sms_queue PRIMARY KEY
                   CONSTRAINT fk_sms_queue_message REFERENCES sms_messages (id) ON DELETE CASCADE,
        project_id uuid           NOT NULL,
        state      text           NOT NULL CONSTRAINT ck_sms_queue_state CHECK (state IN ('waiting', 'submitting', 'sent')),
        priority   smallint       NOT NULL,
        due_at     timestamptz(3) NOT NULL,
        attempts   integer        NOT NULL DEFAULT 0,
        gateway    text           NOT NULL,
        country    text           NOT NULL,
        origin_id  uuid
      );
      CREATE INDEX ix_sms_queue_due ON sms_queue (state, priority, due_at, message_id);
      CREATE INDEX ix_sms_queue_origin ON sms_queue (project_id, origin_id) WHERE origin_id IS NOT NULL;

      CREATE TABLE sms_attempts (
        message_id  uuid           NOT NULL CONSTRAINT fk_sms_attempts_message REFERENCES sms_messages (id) ON DELETE CASCADE,
        attempt     integer        NOT NULL,
        gateway     text           NOT NULL,
        started_at  timestamptz(3) NOT NULL DEFAULT now(),
        finished_at timestamptz(3),
        outcome     text           CONSTRAINT ck_sms_attempts_outcome CHECK (outcome IN ('accepted', 'rejected', 'failed', 'unknown')),
        code        text,
        CONSTRAINT pk_sms_attempts PRIMARY KEY (message_id, attempt)
      );

      CREATE TABLE carrier_reports (
        id          uuid           NOT NULL CONSTRAINT pk_carrier_reports PRIMARY KEY,
        message_id  uuid           NOT NULL CONSTRAINT fk_carrier_reports_message REFERENCES sms_messages (id) ON DELETE CASCADE,
        gateway     text           NOT NULL,
        status      text           NOT NULL,
        code        text,
        event_at    timestamptz(3),
        applied     boolean        NOT NULL,
        received_at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE INDEX ix_carrier_reports_message ON carrier_reports (message_id, received_at);
      CREATE INDEX ix_carrier_reports_received ON carrier_reports (received_at);

      CREATE TABLE sandbox_outbox (
        message_id   uuid           NOT NULL CONSTRAINT pk_sandbox_outbox PRIMARY KEY
                     CONSTRAINT fk_sandbox_outbox_message REFERENCES sms_messages (id) ON DELETE CASCADE,
        project_id   uuid           NOT NULL,
        sender       text           NOT NULL,
        recipient    text           NOT NULL,
        text         text           NOT NULL,
        submissions  integer        NOT NULL DEFAULT 1,
        submitted_at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE INDEX ix_sandbox_outbox_project ON sandbox_outbox (project_id, submitted_at, message_id);
      CREATE INDEX ix_sandbox_outbox_submitted ON sandbox_outbox (submitted_at);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE sandbox_outbox; DROP TABLE carrier_reports; DROP TABLE sms_attempts; DROP TABLE sms_queue;
      DROP TABLE sms_messages; DROP TABLE grant_spending;
      ALTER TABLE grant_projects DROP max_messages_per_day, DROP max_spend_per_month;
      DROP TABLE sms_prices; DROP TABLE funds_movements; DROP TABLE organisation_funds;
      DROP INDEX ux_senders_address;
      ALTER TABLE senders DROP reason, DROP updated_at;
    `);
  }
}
