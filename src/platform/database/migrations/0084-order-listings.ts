import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The index of the marketplace is read in the order of names, a page at a time: of 20,000 apps each page read all. */
export class OrderListings1763700000084 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX ix_clients_in_order ON clients (lower(name), id) WHERE organisation_id IS NOT NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX ix_clients_in_order;`);
  }
}
