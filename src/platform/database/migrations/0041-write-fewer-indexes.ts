import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rows that an index cannot find are not in it. Each index that is created blocks writers of its table while it reads
 * the table once; `access_tokens` is not read.
 */
export class WriteFewerIndexes1763700000041 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Tokens are found by their hash only. The id names a token in the audit log.
      ALTER TABLE access_tokens DROP CONSTRAINT pk_access_tokens;
      ALTER TABLE access_tokens ADD CONSTRAINT pk_access_tokens PRIMARY KEY USING INDEX ux_access_tokens_hash;

      DROP INDEX ix_audit_events_project, ux_token_families_code, ix_clients_organisation;
      ALTER TABLE clients DROP CONSTRAINT ux_clients_metadata_uri;
      CREATE INDEX ix_audit_events_project ON audit_events (project_id, recorded_at DESC) WHERE project_id IS NOT NULL;
      CREATE UNIQUE INDEX ux_token_families_code ON token_families (code_id) WHERE code_id IS NOT NULL;
      CREATE INDEX ix_clients_organisation ON clients (organisation_id) WHERE organisation_id IS NOT NULL;
      CREATE UNIQUE INDEX ux_clients_metadata_uri ON clients (metadata_uri) WHERE metadata_uri IS NOT NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX ux_clients_metadata_uri, ix_clients_organisation, ux_token_families_code, ix_audit_events_project;
      ALTER TABLE clients ADD CONSTRAINT ux_clients_metadata_uri UNIQUE (metadata_uri);
      CREATE INDEX ix_clients_organisation ON clients (organisation_id);
      CREATE UNIQUE INDEX ux_token_families_code ON token_families (code_id);
      CREATE INDEX ix_audit_events_project ON audit_events (project_id, recorded_at DESC);

      ALTER TABLE access_tokens DROP CONSTRAINT pk_access_tokens;
      ALTER TABLE access_tokens ADD CONSTRAINT pk_access_tokens PRIMARY KEY (id);
      CREATE UNIQUE INDEX ux_access_tokens_hash ON access_tokens (token_hash);
    `);
  }
}
