import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddServiceGrants1763700000020 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A grant is made by a person, or by admins of an organisation for one of its own apps (a service).
      ALTER TABLE grants
        ADD kind text NOT NULL DEFAULT 'user',
        ALTER user_id DROP NOT NULL,
        ALTER installation DROP NOT NULL,
        -- A service has no user, no account scopes and no redirect URI.
        ADD CONSTRAINT ck_grants_kind CHECK (CASE kind
          WHEN 'user' THEN user_id IS NOT NULL AND installation IS NOT NULL
          WHEN 'service' THEN user_id IS NULL AND installation IS NULL AND account_scopes = '{}'
          ELSE false END);
      CREATE UNIQUE INDEX ux_grants_live_service ON grants (client_id) WHERE kind = 'service' AND revoked_at IS NULL;

      -- The tokens of a service have no code.
      ALTER TABLE token_families ALTER code_id DROP NOT NULL;

      -- Only a confidential app of an organisation may use client_credentials (OAuth 2.1 §4.2).
      ALTER TABLE clients ADD CONSTRAINT ck_clients_client_credentials CHECK (
        NOT 'client_credentials' = ANY (grant_types)
        OR origin = 'portal' AND token_endpoint_auth_method <> 'none' AND NOT auth_method_defaulted);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE clients DROP CONSTRAINT ck_clients_client_credentials;
      -- Rows of services, receipts included, cannot be stored in the older schema.
      ALTER TABLE consent_receipts DISABLE TRIGGER consent_receipts_no_change;
      DELETE FROM consent_receipts r USING grants g WHERE g.id = r.grant_id AND g.kind = 'service';
      ALTER TABLE consent_receipts ENABLE ALWAYS TRIGGER consent_receipts_no_change;
      DELETE FROM grants WHERE kind = 'service';
      ALTER TABLE token_families ALTER code_id SET NOT NULL;
      DROP INDEX ux_grants_live_service;
      ALTER TABLE grants DROP CONSTRAINT ck_grants_kind, ALTER installation SET NOT NULL, ALTER user_id SET NOT NULL,
        DROP kind;
    `);
  }
}
