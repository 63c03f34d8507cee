import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An inbound message names the number that it was sent to. Names of senders, which many share, get none. */
export class FindSendersByNumber1763700000051 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      `CREATE INDEX ix_senders_number ON senders (address) WHERE type <> 'alphanumeric'`,
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX ix_senders_number');
  }
}
