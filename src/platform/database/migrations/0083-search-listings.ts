import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The marketplace finds apps by words of their listing and of their name, by category, and by address. */
export class SearchListings1763700000083 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE UNIQUE INDEX ux_app_profiles_slug ON app_profiles ((listing ->> 'slug')) WHERE listing IS NOT NULL;
      CREATE INDEX ix_app_profiles_words ON app_profiles
        USING gin (jsonb_to_tsvector('simple', listing -> 'texts', '["string"]')) WHERE listing IS NOT NULL;
      CREATE INDEX ix_app_profiles_categories ON app_profiles USING gin ((listing -> 'categories')) WHERE listing IS NOT NULL;
      CREATE INDEX ix_clients_words ON clients USING gin (to_tsvector('simple', name)) WHERE organisation_id IS NOT NULL;
      CREATE INDEX ix_app_verifications_listed ON app_verifications (client_id) WHERE tier = 'listed';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX ix_app_verifications_listed;
      DROP INDEX ix_clients_words;
      DROP INDEX ix_app_profiles_categories;
      DROP INDEX ix_app_profiles_words;
      DROP INDEX ux_app_profiles_slug;
    `);
  }
}
