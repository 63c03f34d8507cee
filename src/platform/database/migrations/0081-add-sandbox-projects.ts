import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Projects where developers test their apps. */
export class AddSandboxProjects1763700000081 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE projects ADD COLUMN kind text NOT NULL DEFAULT 'live'
        CONSTRAINT ck_projects_kind CHECK (kind IN ('live', 'sandbox'));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE projects DROP COLUMN kind;`);
  }
}
