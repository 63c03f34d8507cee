import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddApiTokens1763700000054 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE api_tokens (
        id uuid CONSTRAINT pk_api_tokens PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT fk_api_tokens_user REFERENCES users (id),
        title text NOT NULL,
        token_hash bytea NOT NULL,
        scopes text[] NOT NULL,
        test_mode boolean NOT NULL,
        -- The creator's when it was made: once theirs has risen, the token is void.
        consent_epoch integer NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        expires_at timestamptz(3),
        revoked_at timestamptz,
        revoked_reason text,
        CONSTRAINT ck_api_tokens_revoked CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL)),
        CONSTRAINT ck_api_tokens_scopes CHECK (cardinality(scopes) > 0)
      );
      CREATE UNIQUE INDEX ux_api_tokens_hash ON api_tokens (token_hash);
      CREATE INDEX ix_api_tokens_user ON api_tokens (user_id);
      CREATE INDEX ix_api_tokens_expiry ON api_tokens (expires_at) WHERE revoked_at IS NULL AND expires_at IS NOT NULL;
      CREATE INDEX ix_api_tokens_revoked ON api_tokens (revoked_at) WHERE revoked_at IS NOT NULL;

      -- Each row depends on one membership of the creator: a person who leaves and comes back has another one.
      CREATE TABLE api_token_projects (
        token_id uuid CONSTRAINT fk_api_token_projects_token REFERENCES api_tokens (id) ON DELETE CASCADE,
        project_id uuid CONSTRAINT fk_api_token_projects_project REFERENCES projects (id) ON DELETE CASCADE,
        membership_id uuid NOT NULL CONSTRAINT fk_api_token_projects_membership REFERENCES memberships (id) ON DELETE CASCADE,
        CONSTRAINT pk_api_token_projects PRIMARY KEY (token_id, project_id)
      );
      CREATE INDEX ix_api_token_projects_project ON api_token_projects (project_id);
      CREATE INDEX ix_api_token_projects_membership ON api_token_projects (membership_id);

      -- Apart, so that noting a use does not lock the row that a revocation changes.
      CREATE TABLE api_token_activity (
        token_id uuid CONSTRAINT pk_api_token_activity PRIMARY KEY
          CONSTRAINT fk_api_token_activity_token REFERENCES api_tokens (id) ON DELETE CASCADE,
        last_used_at timestamptz NOT NULL
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE api_token_activity, api_token_projects, api_tokens');
  }
}
