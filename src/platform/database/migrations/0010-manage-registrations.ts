import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ManageRegistrations1763700000010 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Null for clients that nobody manages over the wire: portal apps, and those that were deleted.
      ALTER TABLE clients ADD registration_token_hash bytea;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE clients DROP registration_token_hash;`);
  }
}
