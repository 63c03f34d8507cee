import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deleted apps of organisations that nobody authorized are forgotten as deleted registrations are. */
export class ForgetDeletedApps1763700000086 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX ix_clients_deleted;
      CREATE INDEX ix_clients_deleted ON clients (state_changed_at)
        WHERE origin IN ('dynamic', 'portal') AND state = 'deleted' AND approved_at IS NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX ix_clients_deleted;
      CREATE INDEX ix_clients_deleted ON clients (state_changed_at)
        WHERE origin = 'dynamic' AND state = 'deleted' AND approved_at IS NULL;
    `);
  }
}
