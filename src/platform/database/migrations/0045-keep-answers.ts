import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Answers to requests with an `Idempotency-Key`, for a day. */
export class KeepAnswers1763700000045 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE idempotency_keys (
        project_id   uuid           NOT NULL CONSTRAINT fk_idempotency_keys_project REFERENCES projects (id) ON DELETE CASCADE,
        key_hash     bytea          NOT NULL,
        request_hash bytea          NOT NULL,
        answer       text           NOT NULL,
        created_at   timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT pk_idempotency_keys PRIMARY KEY (project_id, key_hash)
      );
      CREATE INDEX ix_idempotency_keys_age ON idempotency_keys (created_at);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE idempotency_keys');
  }
}
