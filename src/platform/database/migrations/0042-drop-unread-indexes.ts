import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Nothing reads these indexes. An access token is never found by its family, and is worth nothing without it: every
 * statement that verifies one joins the family. So it needs no foreign key; one that is left is deleted once it expires.
 */
export class DropUnreadIndexes1763700000042 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE access_tokens DROP CONSTRAINT fk_access_tokens_family;
      DROP INDEX ix_access_tokens_family, ix_audit_events_horizon;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX ix_audit_events_horizon ON audit_events (xid, id);
      DELETE FROM access_tokens t WHERE NOT EXISTS (SELECT FROM token_families f WHERE f.id = t.family_id);
      CREATE INDEX ix_access_tokens_family ON access_tokens (family_id);
      ALTER TABLE access_tokens ADD CONSTRAINT fk_access_tokens_family
        FOREIGN KEY (family_id) REFERENCES token_families (id) ON DELETE CASCADE;
    `);
  }
}
