import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For `close-ended-grants`, whose cost must not grow with the grants already closed. */
export class FindEndedGrants1763700000026 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX ix_grants_expiry ON grants (expires_at) WHERE revoked_at IS NULL;
      CREATE INDEX ix_memberships_ended ON memberships (ended_at) WHERE ended_at IS NOT NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX ix_memberships_ended; DROP INDEX ix_grants_expiry;`);
  }
}
