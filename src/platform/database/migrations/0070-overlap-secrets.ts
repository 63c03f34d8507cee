import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A client has two secrets while it changes from one to the other. */
export class OverlapSecrets1763700000070 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE clients
        ADD secret_made_at timestamptz,
        ADD secret_used_at timestamptz,
        ADD older_secret_hash bytea,
        ADD older_secret_made_at timestamptz,
        ADD older_secret_used_at timestamptz,
        ADD older_secret_ends_at timestamptz,
        ADD CONSTRAINT ck_clients_older_secret CHECK (
          (older_secret_hash IS NULL) = (older_secret_ends_at IS NULL)
          AND (older_secret_hash IS NULL OR secret_hash IS NOT NULL));
      ALTER TABLE clients ALTER secret_made_at SET DEFAULT now();
      CREATE INDEX ix_clients_older_secret ON clients (older_secret_hash) WHERE older_secret_hash IS NOT NULL;
      CREATE INDEX ix_clients_older_secret_ends ON clients (older_secret_ends_at) WHERE older_secret_ends_at IS NOT NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE clients
        DROP secret_made_at,
        DROP secret_used_at,
        DROP older_secret_hash,
        DROP older_secret_made_at,
        DROP older_secret_used_at,
        DROP older_secret_ends_at;
    `);
  }
}
