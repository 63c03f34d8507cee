import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A verification is confirmed once a year, or lapses. Who has a domain is found by it. */
export class ConfirmVerifications1763700000075 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE app_verifications
        ADD COLUMN standing text NOT NULL DEFAULT 'current'
          CONSTRAINT ck_app_verifications_standing CHECK (standing IN ('current', 'lapsed')),
        ADD COLUMN confirmed_at timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN notices integer NOT NULL DEFAULT 0;
      UPDATE app_verifications SET confirmed_at = decided_at;
      CREATE INDEX ix_app_verifications_domain ON app_verifications (verified_domain)
        WHERE verified_domain IS NOT NULL AND tier IN ('verified', 'listed');
      CREATE INDEX ix_app_verifications_confirmed ON app_verifications (confirmed_at, client_id)
        WHERE standing = 'current' AND tier IN ('verified', 'listed');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX ix_app_verifications_domain, ix_app_verifications_confirmed;
      ALTER TABLE app_verifications DROP COLUMN standing, DROP COLUMN confirmed_at, DROP COLUMN notices;
    `);
  }
}
