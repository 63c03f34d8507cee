import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DatePersistence1763700000036 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Since when access persists: older refresh tokens must not become valid again.
      ALTER TABLE grants ADD COLUMN refreshable_since timestamptz;
      -- Existing grants keep working.
      UPDATE grants SET refreshable_since = created_at WHERE refreshable;
      ALTER TABLE grants DROP COLUMN refreshable;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE grants ADD COLUMN refreshable boolean NOT NULL DEFAULT false;
      UPDATE grants SET refreshable = true WHERE refreshable_since IS NOT NULL;
      ALTER TABLE grants DROP COLUMN refreshable_since;
    `);
  }
}
