import type { MigrationInterface, QueryRunner } from 'typeorm';

export class NoteLastToken1763700000024 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What pages say of a grant stands beside it: its tokens are too many to be asked, and soon forgotten.
      ALTER TABLE grant_activity
        ALTER last_used_at DROP NOT NULL,
        ADD last_token_at timestamptz;
      INSERT INTO grant_activity (grant_id, last_token_at)
        SELECT f.grant_id, max(t.created_at) FROM token_families f JOIN access_tokens t ON t.family_id = f.id
        GROUP BY f.grant_id
        ON CONFLICT (grant_id) DO UPDATE SET last_token_at = excluded.last_token_at;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DELETE FROM grant_activity WHERE last_used_at IS NULL;
      ALTER TABLE grant_activity DROP last_token_at, ALTER last_used_at SET NOT NULL;
    `);
  }
}
