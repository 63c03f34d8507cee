import type { MigrationInterface, QueryRunner } from 'typeorm';

export class WatchMetadataDocuments1763700000014 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Since when a document has been gone or wrong: after a month its address may be somebody else's.
      ALTER TABLE clients ADD COLUMN metadata_unfit_since timestamptz;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE clients DROP COLUMN metadata_unfit_since;`);
  }
}
