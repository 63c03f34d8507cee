import type { MigrationInterface, QueryRunner } from 'typeorm';

export class WatchMetadataDocuments1763700000014 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Since when a document is unavailable or invalid: after a month its URL may have another owner.
      ALTER TABLE clients ADD COLUMN metadata_unfit_since timestamptz;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE clients DROP COLUMN metadata_unfit_since;`);
  }
}
