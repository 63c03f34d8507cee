import type { MigrationInterface, QueryRunner } from 'typeorm';

export class NameStatesOfApps1763700000038 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE app_standings RENAME TO app_verifications;
      ALTER TABLE app_verifications RENAME CONSTRAINT pk_app_standings TO pk_app_verifications;
      ALTER TABLE app_verifications RENAME CONSTRAINT fk_app_standings_client TO fk_app_verifications_client;
      ALTER TABLE app_verifications RENAME CONSTRAINT ck_app_standings_tier TO ck_app_verifications_tier;

      -- Before the rows are written: each of them is written once, and to few indexes.
      DROP INDEX ix_clients_never_approved, ix_clients_unapproved, ix_clients_approved, ix_clients_deleted,
        ix_clients_tombstones, ix_clients_retired, ix_clients_documents, ix_clients_never_approved_documents;
      -- One state and the time since when replace four times.
      ALTER TABLE clients
        ADD state text NOT NULL DEFAULT 'registered' CONSTRAINT ck_clients_state CHECK (
          state IN ('registered', 'approved', 'retired', 'revived', 'disabled', 'deleted')),
        ADD state_changed_at timestamptz NOT NULL DEFAULT now();
      -- A client that was deleted lost its registration token; one that was disabled by hand has it still.
      UPDATE clients SET state = CASE
          WHEN disabled_at = retired_at THEN 'retired'
          WHEN disabled_at IS NOT NULL AND origin = 'dynamic' AND registration_token_hash IS NULL AND retired_at IS NULL
            THEN 'deleted'
          WHEN disabled_at IS NOT NULL THEN 'disabled'
          WHEN revived_at IS NOT NULL AND (approved_at IS NULL OR approved_at < revived_at) THEN 'revived'
          WHEN approved_at IS NOT NULL THEN 'approved'
          ELSE 'registered' END,
        state_changed_at = coalesce(disabled_at, greatest(approved_at, revived_at), created_at);
      ALTER TABLE clients
        DROP disabled_at, DROP retired_at, DROP revived_at,
        ADD CONSTRAINT ck_clients_approved CHECK (state <> 'approved' OR approved_at IS NOT NULL),
        ADD CONSTRAINT ck_clients_retired CHECK (state NOT IN ('retired', 'revived') OR origin = 'dynamic');

      CREATE INDEX ix_clients_never_approved ON clients (state_changed_at, id)
        WHERE origin = 'dynamic' AND state IN ('registered', 'revived');
      CREATE INDEX ix_clients_approved ON clients (state_changed_at, id) WHERE origin = 'dynamic' AND state = 'approved';
      CREATE INDEX ix_clients_deleted ON clients (state_changed_at)
        WHERE origin = 'dynamic' AND state = 'deleted' AND approved_at IS NULL;
      CREATE INDEX ix_clients_tombstones ON clients (state_changed_at) WHERE state = 'retired' AND approved_at IS NULL;
      CREATE INDEX ix_clients_retired ON clients (state_changed_at) WHERE state = 'retired' AND redirect_uris <> '{}';
      CREATE INDEX ix_clients_documents ON clients (created_at, id)
        WHERE origin = 'metadata_document' AND state = 'approved';
      CREATE INDEX ix_clients_never_approved_documents ON clients (created_at)
        WHERE origin = 'metadata_document' AND state = 'registered';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX ix_clients_never_approved_documents, ix_clients_documents, ix_clients_retired, ix_clients_tombstones,
        ix_clients_deleted, ix_clients_approved, ix_clients_never_approved;
      ALTER TABLE clients ADD disabled_at timestamptz, ADD retired_at timestamptz, ADD revived_at timestamptz;
      UPDATE clients SET
        disabled_at = CASE WHEN state NOT IN ('registered', 'approved', 'revived') THEN state_changed_at END,
        retired_at = CASE state WHEN 'retired' THEN state_changed_at END,
        revived_at = CASE state WHEN 'revived' THEN state_changed_at END,
        approved_at = CASE WHEN state = 'approved' THEN state_changed_at ELSE approved_at END;
      ALTER TABLE clients DROP state, DROP state_changed_at,
        ADD CONSTRAINT ck_clients_retired CHECK (retired_at IS NULL OR disabled_at IS NOT NULL);
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
      CREATE INDEX ix_clients_never_approved_documents ON clients (created_at)
        WHERE origin = 'metadata_document' AND approved_at IS NULL;

      ALTER TABLE app_verifications RENAME TO app_standings;
      ALTER TABLE app_standings RENAME CONSTRAINT pk_app_verifications TO pk_app_standings;
      ALTER TABLE app_standings RENAME CONSTRAINT fk_app_verifications_client TO fk_app_standings_client;
      ALTER TABLE app_standings RENAME CONSTRAINT ck_app_verifications_tier TO ck_app_standings_tier;
    `);
  }
}
