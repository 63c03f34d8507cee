import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateFaultTrials1763700000082 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- grant_id is no reference: grants are of a module to the right, and may be deleted before.
      CREATE TABLE fault_trials (
        client_id        uuid           NOT NULL CONSTRAINT fk_fault_trials_client REFERENCES clients (id) ON DELETE CASCADE,
        fault            text           NOT NULL,
        id               uuid           NOT NULL,
        identity_version integer        NOT NULL,
        place            text           NOT NULL CONSTRAINT ck_fault_trials_place CHECK (place IN ('api', 'token')),
        state            text           NOT NULL DEFAULT 'waiting'
                         CONSTRAINT ck_fault_trials_state CHECK (state IN ('waiting', 'renewed', 'survived', 'failed')),
        reason           text,
        grant_id         uuid           NOT NULL,
        person_id        uuid           CONSTRAINT fk_fault_trials_person REFERENCES users (id) ON DELETE SET NULL,
        request_hash     bytea,
        key_hash         bytea,
        has_effect       boolean        NOT NULL DEFAULT false,
        refusals         integer        NOT NULL DEFAULT 0,
        started_at       timestamptz(3) NOT NULL DEFAULT now(),
        ends_at          timestamptz(3) NOT NULL,
        CONSTRAINT pk_fault_trials PRIMARY KEY (client_id, fault),
        CONSTRAINT ck_fault_trials_reason CHECK ((state = 'failed') = (reason IS NOT NULL))
      );
      CREATE UNIQUE INDEX ux_fault_trials_id ON fault_trials (id);
      CREATE INDEX ix_fault_trials_person ON fault_trials (person_id);
      CREATE INDEX ix_fault_trials_open ON fault_trials (ends_at) WHERE state IN ('waiting', 'renewed');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE fault_trials;`);
  }
}
