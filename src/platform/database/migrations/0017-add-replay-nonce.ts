import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddReplayNonce1763700000017 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- With it and the token itself its successor can be derived again, within a replay window.
      ALTER TABLE refresh_tokens ADD COLUMN replay_nonce bytea;
      CREATE INDEX ix_refresh_tokens_replay ON refresh_tokens (consumed_at) WHERE replay_nonce IS NOT NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE refresh_tokens DROP COLUMN replay_nonce;`);
  }
}
