import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An app that was suspended gives another address of its keys: those at the same one may be the same keys. */
export class KnowAddressesOfKeys1763700000089 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE client_suspensions ADD COLUMN jwks_uri text;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE client_suspensions DROP COLUMN jwks_uri;`);
  }
}
