import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RememberDecisions1763700000034 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The decision, hashed, so that a second click on the same button is distinguished from another decision.
      ALTER TABLE authorization_requests ADD COLUMN decision_hash bytea;
      -- With it and the server's key the code can be derived again for that second click. Pending rows get one too.
      ALTER TABLE authorization_requests ADD COLUMN code_nonce bytea NOT NULL
        DEFAULT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
      ALTER TABLE authorization_requests ALTER COLUMN code_nonce DROP DEFAULT;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      `ALTER TABLE authorization_requests DROP COLUMN code_nonce, DROP COLUMN decision_hash;`,
    );
  }
}
