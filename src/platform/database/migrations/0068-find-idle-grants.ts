import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The job that ends unused grants goes through the live ones, the oldest decision first. */
export class FindIdleGrants1763700000068 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      'CREATE INDEX ix_grants_authorized ON grants (authorized_at, id) WHERE revoked_at IS NULL',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX ix_grants_authorized');
  }
}
