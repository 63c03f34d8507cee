import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an app says about itself beyond its OAuth metadata. */
export class CreateAppProfiles1763700000069 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE app_profiles (
        client_id      uuid        NOT NULL,
        support_email  text,
        security_email text,
        scope_reasons  jsonb       NOT NULL DEFAULT '{}',
        listing        jsonb,
        changed_at     timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_app_profiles PRIMARY KEY (client_id),
        CONSTRAINT fk_app_profiles_client FOREIGN KEY (client_id) REFERENCES clients (id) ON DELETE CASCADE,
        CONSTRAINT ck_app_profiles_emails CHECK (
          char_length(coalesce(support_email, '')) <= 320 AND char_length(coalesce(security_email, '')) <= 320),
        CONSTRAINT ck_app_profiles_sizes CHECK (
          octet_length(scope_reasons::text) <= 32768 AND octet_length(coalesce(listing::text, '')) <= 65536)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE app_profiles');
  }
}
