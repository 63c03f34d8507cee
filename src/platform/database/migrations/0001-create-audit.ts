import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Append-only by privilege (see `runtime-privileges.ts`) and, for every role, by trigger. */
export class CreateAudit1763700000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
      END $$;

      -- xid8 as a number that TypeORM knows. 2^63 transactions are enough.
      CREATE FUNCTION transaction_number() RETURNS bigint LANGUAGE sql AS $$
        SELECT pg_current_xact_id()::text::bigint
      $$;

      CREATE TABLE audit_events (
        id           uuid        NOT NULL CONSTRAINT pk_audit_events PRIMARY KEY,
        -- For sealing: below the oldest transaction still running, nothing more can appear.
        xid          bigint      NOT NULL DEFAULT transaction_number(),
        project_id   uuid,
        type         text        NOT NULL,
        actor        jsonb       NOT NULL,
        target       jsonb       NOT NULL,
        outcome      text        NOT NULL CONSTRAINT ck_audit_events_outcome CHECK (outcome IN ('succeeded', 'refused')),
        reason       text,
        context      jsonb       NOT NULL DEFAULT '{}',
        pii_commit   bytea,
        request_id   text,
        recorded_at  timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX ix_audit_events_project ON audit_events (project_id, recorded_at DESC);
      CREATE INDEX ix_audit_events_horizon ON audit_events (xid, id);

      -- Personal data is separate so that it can be erased without a change of the event, which has the commitment.
      CREATE TABLE audit_pii (
        event_id uuid  NOT NULL CONSTRAINT pk_audit_pii PRIMARY KEY,
        salt     bytea NOT NULL,
        fields   jsonb NOT NULL
      );

      CREATE TRIGGER audit_events_no_change BEFORE UPDATE OR DELETE ON audit_events
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_events_no_change;
      ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_events_no_truncate;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE audit_pii; DROP TABLE audit_events;
      DROP FUNCTION refuse_change(); DROP FUNCTION transaction_number();
    `);
  }
}
