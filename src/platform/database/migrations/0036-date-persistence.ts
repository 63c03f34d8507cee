import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DatePersistence1763700000036 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Since when access persists: refresh tokens that ended must not wake up once it does so again.
      ALTER TABLE grants ADD COLUMN refreshable_since timestamptz;
      -- What works now goes on.
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
