import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddWebhooks1763700000055 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE webhooks (
        id uuid CONSTRAINT pk_webhooks PRIMARY KEY,
        project_id uuid NOT NULL CONSTRAINT fk_webhooks_project REFERENCES projects (id) ON DELETE CASCADE,
        url text NOT NULL,
        types text[] NOT NULL,
        status text NOT NULL DEFAULT 'active',
        disabled_reason text,
        -- Encrypted: this server signs with it.
        secret_sealed text NOT NULL,
        previous_secret_sealed text,
        previous_secret_until timestamptz(3),
        -- The credential that made or last changed it, and its effective scopes then.
        grant_id uuid CONSTRAINT fk_webhooks_grant REFERENCES grants (id) ON DELETE CASCADE,
        api_token_id uuid CONSTRAINT fk_webhooks_api_token REFERENCES api_tokens (id) ON DELETE CASCADE,
        person_id uuid,
        scopes text[] NOT NULL,
        failing_since timestamptz(3),
        -- After a failure the other deliveries wait, too: a slow receiver must not keep the workers.
        paused_until timestamptz(3),
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT ck_webhooks_status CHECK (status IN ('active', 'disabled')),
        CONSTRAINT ck_webhooks_credential CHECK (num_nonnulls(grant_id, api_token_id) = 1),
        CONSTRAINT ck_webhooks_previous CHECK ((previous_secret_sealed IS NULL) = (previous_secret_until IS NULL))
      );
      CREATE INDEX ix_webhooks_project ON webhooks (project_id, created_at, id);
      CREATE INDEX ix_webhooks_grant ON webhooks (grant_id) WHERE grant_id IS NOT NULL;
      CREATE INDEX ix_webhooks_api_token ON webhooks (api_token_id) WHERE api_token_id IS NOT NULL;

      CREATE TABLE webhook_deliveries (
        id uuid CONSTRAINT pk_webhook_deliveries PRIMARY KEY,
        -- Of the webhook, whose foreign key is enough.
        project_id uuid NOT NULL,
        webhook_id uuid NOT NULL CONSTRAINT fk_webhook_deliveries_webhook REFERENCES webhooks (id) ON DELETE CASCADE,
        event_id uuid NOT NULL,
        type text NOT NULL,
        subject_id uuid NOT NULL,
        data jsonb NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        state text NOT NULL DEFAULT 'pending',
        attempt smallint NOT NULL DEFAULT 0,
        response_code smallint,
        duration_ms integer,
        next_attempt_at timestamptz(3),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT ck_webhook_deliveries_state CHECK (state IN ('pending', 'delivered', 'failed', 'cancelled'))
      );
      CREATE INDEX ix_webhook_deliveries_webhook ON webhook_deliveries (webhook_id, created_at, id);
      CREATE INDEX ix_webhook_deliveries_created ON webhook_deliveries (created_at);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE webhook_deliveries, webhooks');
  }
}
