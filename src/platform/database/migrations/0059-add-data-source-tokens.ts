import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddDataSourceTokens1763700000059 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE data_source_tokens (
        id uuid CONSTRAINT pk_data_source_tokens PRIMARY KEY,
        project_id uuid NOT NULL CONSTRAINT fk_data_source_tokens_project REFERENCES projects (id) ON DELETE CASCADE,
        data_source_id uuid NOT NULL,
        token_hash bytea NOT NULL,
        -- The access that made it. The token can do nothing that this cannot do now.
        grant_id uuid CONSTRAINT fk_data_source_tokens_grant REFERENCES grants (id) ON DELETE CASCADE,
        api_token_id uuid CONSTRAINT fk_data_source_tokens_api_token REFERENCES api_tokens (id) ON DELETE CASCADE,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT ck_data_source_tokens_maker CHECK (num_nonnulls(grant_id, api_token_id) = 1)
      );
      CREATE UNIQUE INDEX ux_data_source_tokens_hash ON data_source_tokens (token_hash);
      CREATE INDEX ix_data_source_tokens_source ON data_source_tokens (project_id, data_source_id);
      CREATE INDEX ix_data_source_tokens_grant ON data_source_tokens (grant_id) WHERE grant_id IS NOT NULL;
      CREATE INDEX ix_data_source_tokens_api_token ON data_source_tokens (api_token_id) WHERE api_token_id IS NOT NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE data_source_tokens');
  }
}
