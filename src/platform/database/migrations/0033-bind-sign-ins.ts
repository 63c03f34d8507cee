import type { MigrationInterface, QueryRunner } from 'typeorm';

export class BindSignIns1763700000033 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A sign-in is valid for the page that required it only.
      ALTER TABLE browser_sessions ADD COLUMN signed_in_for text;
      -- A choice of account is valid in the browser in which it was made.
      ALTER TABLE authorization_arrivals
        DROP COLUMN account_chosen_at,
        ADD COLUMN chosen_session_id uuid
          CONSTRAINT fk_authorization_arrivals_chosen_session REFERENCES browser_sessions (id) ON DELETE SET NULL;
      CREATE INDEX ix_authorization_arrivals_chosen_session ON authorization_arrivals (chosen_session_id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE authorization_arrivals
        DROP COLUMN chosen_session_id,
        ADD COLUMN account_chosen_at timestamptz;
      ALTER TABLE browser_sessions DROP COLUMN signed_in_for;
    `);
  }
}
