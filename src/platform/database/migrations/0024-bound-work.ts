import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The grant's row has what pages show of its tokens; each recurring job has the index that it scans. */
export class BoundWork1763700000024 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What pages show of a grant has its own table: its tokens are too many to read, and are deleted soon.
      ALTER TABLE grant_activity
        ALTER last_used_at DROP NOT NULL,
        ADD last_token_at timestamptz;
      INSERT INTO grant_activity (grant_id, last_token_at)
        SELECT f.grant_id, max(t.created_at) FROM token_families f JOIN access_tokens t ON t.family_id = f.id
        GROUP BY f.grant_id
        ON CONFLICT (grant_id) DO UPDATE SET last_token_at = excluded.last_token_at;

      -- Positions of jobs that scan rows of which some must not be deleted.
      CREATE TABLE sweep_places (
        name       text        NOT NULL CONSTRAINT pk_sweep_places PRIMARY KEY,
        after_time timestamptz NOT NULL,
        after_id   uuid        NOT NULL
      );

      DROP INDEX ix_authorization_codes_expiry, ix_authorization_arrivals_expiry, ix_pushed_requests_expiry;
      CREATE INDEX ix_authorization_codes_expiry ON authorization_codes (expires_at, id);
      CREATE INDEX ix_authorization_arrivals_expiry ON authorization_arrivals (expires_at, id);
      CREATE INDEX ix_pushed_requests_expiry ON pushed_requests (expires_at, id);
      CREATE INDEX ix_sign_in_returns_expiry ON sign_in_returns (expires_at);

      -- Only the unconsumed token decides when a family ends; consumed ones are deleted with it.
      DROP INDEX ix_refresh_tokens_expiry;
      CREATE INDEX ix_refresh_tokens_expiry ON refresh_tokens (expires_at) WHERE consumed_at IS NULL;
      -- From now on a family without refresh tokens is deleted with its access token; these have none.
      DELETE FROM token_families f WHERE NOT EXISTS (SELECT FROM access_tokens t WHERE t.family_id = f.id)
        AND NOT EXISTS (SELECT FROM refresh_tokens r WHERE r.family_id = f.id);

      CREATE INDEX ix_grants_live_client ON grants (client_id, id) WHERE revoked_at IS NULL;
      CREATE INDEX ix_grants_end ON grants (client_id, (least(revoked_at, expires_at)));

      DROP INDEX ix_clients_never_approved, ix_clients_retired;
      CREATE INDEX ix_clients_never_approved ON clients (created_at)
        WHERE origin = 'dynamic' AND approved_at IS NULL AND retired_at IS NULL AND disabled_at IS NULL;
      CREATE INDEX ix_clients_unapproved ON clients ((coalesce(revived_at, created_at)))
        WHERE origin = 'dynamic' AND disabled_at IS NULL AND (approved_at IS NULL OR approved_at < revived_at);
      CREATE INDEX ix_clients_approved ON clients (approved_at, id) WHERE origin = 'dynamic' AND disabled_at IS NULL;
      CREATE INDEX ix_clients_deleted ON clients (disabled_at)
        WHERE origin = 'dynamic' AND approved_at IS NULL AND retired_at IS NULL;
      CREATE INDEX ix_clients_tombstones ON clients (retired_at) WHERE origin = 'dynamic' AND approved_at IS NULL;
      CREATE INDEX ix_clients_retired ON clients (retired_at) WHERE origin = 'dynamic' AND redirect_uris <> '{}';
      CREATE INDEX ix_clients_documents ON clients (created_at, id)
        WHERE origin = 'metadata_document' AND approved_at IS NOT NULL AND disabled_at IS NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX ix_clients_documents, ix_clients_retired, ix_clients_tombstones, ix_clients_deleted, ix_clients_approved,
        ix_clients_unapproved, ix_clients_never_approved;
      CREATE INDEX ix_clients_retired ON clients (retired_at) WHERE retired_at IS NOT NULL;
      CREATE INDEX ix_clients_never_approved ON clients (created_at)
        WHERE origin = 'dynamic' AND approved_at IS NULL AND retired_at IS NULL;
      DROP INDEX ix_grants_end, ix_grants_live_client;
      DROP INDEX ix_refresh_tokens_expiry;
      CREATE INDEX ix_refresh_tokens_expiry ON refresh_tokens (expires_at);
      DROP INDEX ix_sign_in_returns_expiry, ix_pushed_requests_expiry, ix_authorization_arrivals_expiry,
        ix_authorization_codes_expiry;
      CREATE INDEX ix_pushed_requests_expiry ON pushed_requests (expires_at);
      CREATE INDEX ix_authorization_arrivals_expiry ON authorization_arrivals (expires_at);
      CREATE INDEX ix_authorization_codes_expiry ON authorization_codes (expires_at);
      DROP TABLE sweep_places;
      DELETE FROM grant_activity WHERE last_used_at IS NULL;
      ALTER TABLE grant_activity DROP last_token_at, ALTER last_used_at SET NOT NULL;
    `);
  }
}
