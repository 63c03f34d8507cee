import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRateLimits1763700000009 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Unlogged: a crash resets the counters, which is harmless, and a hit writes no WAL.
      CREATE UNLOGGED TABLE rate_limit_counters (
        key        text        NOT NULL CONSTRAINT pk_rate_limit_counters PRIMARY KEY,
        hits       integer     NOT NULL,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX ix_rate_limit_counters_expiry ON rate_limit_counters (expires_at);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE rate_limit_counters;`);
  }
}
