import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateGrants1763700000006 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A validated request, pending one decision of one person.
      CREATE TABLE authorization_requests (
        id             uuid        NOT NULL CONSTRAINT pk_authorization_requests PRIMARY KEY,
        session_id     uuid        NOT NULL CONSTRAINT fk_authorization_requests_session REFERENCES browser_sessions (id) ON DELETE CASCADE,
        user_id        uuid        NOT NULL CONSTRAINT fk_authorization_requests_user REFERENCES users (id) ON DELETE CASCADE,
        client_id      uuid        NOT NULL CONSTRAINT fk_authorization_requests_client REFERENCES clients (id) ON DELETE CASCADE,
        redirect_uri   text        NOT NULL,
        installation   text        NOT NULL,
        state          text,
        scopes         text[]      NOT NULL,
        resource       text        NOT NULL,
        code_challenge text        NOT NULL,
        created_at     timestamptz NOT NULL DEFAULT now(),
        expires_at     timestamptz NOT NULL,
        decided_at     timestamptz
      );
      CREATE INDEX ix_authorization_requests_session ON authorization_requests (session_id);
      CREATE INDEX ix_authorization_requests_user ON authorization_requests (user_id);
      CREATE INDEX ix_authorization_requests_client ON authorization_requests (client_id);
      CREATE INDEX ix_authorization_requests_expiry ON authorization_requests (expires_at);

      -- Every code and token refers to its grant and is valid only while that is.
      CREATE TABLE grants (
        id             uuid        NOT NULL CONSTRAINT pk_grants PRIMARY KEY,
        user_id        uuid        NOT NULL CONSTRAINT fk_grants_user REFERENCES users (id),
        client_id      uuid        NOT NULL CONSTRAINT fk_grants_client REFERENCES clients (id),
        resource       text        NOT NULL,
        installation   text        NOT NULL,
        account_scopes text[]      NOT NULL DEFAULT '{}',
        created_at     timestamptz NOT NULL DEFAULT now(),
        authorized_at  timestamptz NOT NULL DEFAULT now(),
        expires_at     timestamptz NOT NULL,
        revoked_at     timestamptz,
        revoked_reason text,
        CONSTRAINT ck_grants_revoked CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL))
      );
      CREATE UNIQUE INDEX ux_grants_live ON grants (user_id, client_id, resource, installation) WHERE revoked_at IS NULL;
      CREATE INDEX ix_grants_client ON grants (client_id);
      CREATE INDEX ix_grants_user ON grants (user_id);

      CREATE TABLE grant_projects (
        id               uuid        NOT NULL CONSTRAINT pk_grant_projects PRIMARY KEY,
        grant_id         uuid        NOT NULL CONSTRAINT fk_grant_projects_grant REFERENCES grants (id) ON DELETE CASCADE,
        project_id       uuid        NOT NULL CONSTRAINT fk_grant_projects_project REFERENCES projects (id) ON DELETE CASCADE,
        membership_id    uuid        NOT NULL CONSTRAINT fk_grant_projects_membership REFERENCES memberships (id) ON DELETE CASCADE,
        -- The scopes requested at the last decision, and those granted.
        requested_scopes text[]      NOT NULL,
        scopes           text[]      NOT NULL,
        created_at       timestamptz NOT NULL DEFAULT now(),
        revoked_at       timestamptz
      );
      CREATE UNIQUE INDEX ux_grant_projects_live ON grant_projects (grant_id, project_id) WHERE revoked_at IS NULL;
      CREATE INDEX ix_grant_projects_grant ON grant_projects (grant_id);
      CREATE INDEX ix_grant_projects_project ON grant_projects (project_id);
      CREATE INDEX ix_grant_projects_membership ON grant_projects (membership_id);

      -- What the person was shown and chose. Never changed.
      CREATE TABLE consent_receipts (
        id         uuid        NOT NULL CONSTRAINT pk_consent_receipts PRIMARY KEY,
        grant_id   uuid        NOT NULL CONSTRAINT fk_consent_receipts_grant REFERENCES grants (id),
        shown      jsonb       NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ix_consent_receipts_grant ON consent_receipts (grant_id);
      CREATE TRIGGER consent_receipts_no_change BEFORE UPDATE OR DELETE ON consent_receipts
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER consent_receipts_no_truncate BEFORE TRUNCATE ON consent_receipts
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      ALTER TABLE consent_receipts ENABLE ALWAYS TRIGGER consent_receipts_no_change;
      ALTER TABLE consent_receipts ENABLE ALWAYS TRIGGER consent_receipts_no_truncate;

      -- Written in batches by the API, not by the request's statement; a crash loses seconds of it.
      CREATE TABLE grant_activity (
        grant_id     uuid        NOT NULL CONSTRAINT pk_grant_activity PRIMARY KEY
                     CONSTRAINT fk_grant_activity_grant REFERENCES grants (id) ON DELETE CASCADE,
        last_used_at timestamptz NOT NULL
      );

      CREATE TABLE authorization_codes (
        id             uuid        NOT NULL CONSTRAINT pk_authorization_codes PRIMARY KEY,
        code_hash      bytea       NOT NULL,
        grant_id       uuid        NOT NULL CONSTRAINT fk_authorization_codes_grant REFERENCES grants (id) ON DELETE CASCADE,
        client_id      uuid        NOT NULL CONSTRAINT fk_authorization_codes_client REFERENCES clients (id) ON DELETE CASCADE,
        redirect_uri   text        NOT NULL,
        code_challenge text        NOT NULL,
        scopes         text[]      NOT NULL,
        failed_proofs  integer     NOT NULL DEFAULT 0,
        created_at     timestamptz NOT NULL DEFAULT now(),
        expires_at     timestamptz NOT NULL,
        consumed_at    timestamptz,
        -- A request that began before this moment took part in the race.
        raced_until    timestamptz
      );
      CREATE UNIQUE INDEX ux_authorization_codes_hash ON authorization_codes (code_hash);
      CREATE INDEX ix_authorization_codes_grant ON authorization_codes (grant_id);
      CREATE INDEX ix_authorization_codes_client ON authorization_codes (client_id);
      CREATE INDEX ix_authorization_codes_expiry ON authorization_codes (expires_at);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE authorization_codes; DROP TABLE grant_activity; DROP TABLE consent_receipts;
      DROP TABLE grant_projects; DROP TABLE grants; DROP TABLE authorization_requests;
    `);
  }
}
