import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateFlowTrials1763700000087 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE flow_trials (
        client_id    uuid        NOT NULL CONSTRAINT fk_flow_trials_client REFERENCES clients (id) ON DELETE CASCADE,
        user_id      uuid        NOT NULL CONSTRAINT fk_flow_trials_user REFERENCES users (id) ON DELETE CASCADE,
        sealed       text        NOT NULL,
        redirect_uri text        NOT NULL,
        scope        text        NOT NULL,
        resource     text        NOT NULL,
        expires_at   timestamptz NOT NULL,
        CONSTRAINT pk_flow_trials PRIMARY KEY (client_id, user_id)
      );
      CREATE INDEX ix_flow_trials_user ON flow_trials (user_id);
      CREATE INDEX ix_flow_trials_expiry ON flow_trials (expires_at);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE flow_trials;`);
  }
}
