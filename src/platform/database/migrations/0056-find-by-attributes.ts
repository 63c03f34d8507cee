import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For look-ups by a unique attribute of the customer's own. */
export class FindByAttributes1763700000056 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      `CREATE INDEX ix_contacts_attributes ON contacts USING gin (attributes jsonb_path_ops)`,
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX ix_contacts_attributes`);
  }
}
