import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reports count the changes of a project in a time. It blocks writers while the table is read once. */
export class CountUnsubscribes1763700000058 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      'CREATE INDEX ix_consent_changes_project ON consent_changes (project_id, created_at)',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX ix_consent_changes_project');
  }
}
