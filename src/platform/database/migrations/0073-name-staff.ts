import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People of the operator, who review apps and contain them. */
export class NameStaff1763700000073 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE users ADD COLUMN is_staff boolean NOT NULL DEFAULT false');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE users DROP COLUMN is_staff');
  }
}
