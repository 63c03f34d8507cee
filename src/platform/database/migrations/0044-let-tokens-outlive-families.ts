import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The check of the foreign key was a quarter of what a refresh costs. A refresh token without its family is worth
 * nothing, as an access token is: every statement that reads one joins the family. `clear-tokens` deletes it.
 */
export class LetTokensOutliveFamilies1763700000044 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE refresh_tokens DROP CONSTRAINT fk_refresh_tokens_family;
      -- Requests that share an execution may consume a dozen tokens of one page before it is cleaned.
      ALTER TABLE refresh_tokens SET (fillfactor = 80);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE refresh_tokens SET (fillfactor = 90);
      DELETE FROM refresh_tokens r WHERE NOT EXISTS (SELECT FROM token_families f WHERE f.id = r.family_id);
      ALTER TABLE refresh_tokens ADD CONSTRAINT fk_refresh_tokens_family
        FOREIGN KEY (family_id) REFERENCES token_families (id) ON DELETE CASCADE;
    `);
  }
}
