import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateTestNumbers1763700000067 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE test_numbers (
        id              uuid           NOT NULL CONSTRAINT pk_test_numbers PRIMARY KEY,
        project_id      uuid           NOT NULL CONSTRAINT fk_test_numbers_project REFERENCES projects (id) ON DELETE CASCADE,
        phone           text           NOT NULL,
        state           text           NOT NULL DEFAULT 'pending',
        code_hash       bytea          NOT NULL,
        guesses         integer        NOT NULL DEFAULT 0,
        code_expires_at timestamptz(3) NOT NULL,
        created_at      timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT ck_test_numbers_state CHECK (state IN ('pending', 'confirmed'))
      );
      CREATE UNIQUE INDEX ux_test_numbers_phone ON test_numbers (project_id, phone);
      CREATE INDEX ix_test_numbers_pending ON test_numbers (code_expires_at) WHERE state = 'pending';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE test_numbers');
  }
}
