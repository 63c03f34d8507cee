import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ManageRegistrations1763700000010 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE clients
        -- Null for clients without registration management: portal apps, and those that were deleted or retired.
        ADD registration_token_hash bytea,
        -- Retired, and disabled at the same instant; a public client may be revived.
        ADD retired_at              timestamptz,
        ADD revived_at              timestamptz,
        -- What the app calls itself, where people are shown another name.
        ADD claimed_name            text,
        -- Of reviewed apps: the form in which confusable names are compared.
        ADD protected_name          text,
        ADD CONSTRAINT ck_clients_retired CHECK (retired_at IS NULL OR disabled_at IS NOT NULL);
      DROP INDEX ix_clients_never_approved;
      CREATE INDEX ix_clients_never_approved ON clients (created_at)
        WHERE origin = 'dynamic' AND approved_at IS NULL AND retired_at IS NULL;
      CREATE INDEX ix_clients_retired ON clients (retired_at) WHERE retired_at IS NOT NULL;
      CREATE INDEX ix_clients_protected_name ON clients (protected_name) WHERE protected_name IS NOT NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX ix_clients_protected_name;
      DROP INDEX ix_clients_retired;
      DROP INDEX ix_clients_never_approved;
      ALTER TABLE clients DROP registration_token_hash, DROP retired_at, DROP revived_at, DROP claimed_name,
        DROP protected_name;
      CREATE INDEX ix_clients_never_approved ON clients (created_at) WHERE origin = 'dynamic' AND approved_at IS NULL;
    `);
  }
}
