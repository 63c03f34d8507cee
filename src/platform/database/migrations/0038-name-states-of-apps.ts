import type { MigrationInterface, QueryRunner } from 'typeorm';

export class NameStatesOfApps1763700000038 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE app_standings RENAME TO app_verifications;
      ALTER TABLE app_verifications RENAME CONSTRAINT pk_app_standings TO pk_app_verifications;
      ALTER TABLE app_verifications RENAME CONSTRAINT fk_app_standings_client TO fk_app_verifications_client;
      ALTER TABLE app_verifications RENAME CONSTRAINT ck_app_standings_tier TO ck_app_verifications_tier;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE app_verifications RENAME TO app_standings;
      ALTER TABLE app_standings RENAME CONSTRAINT pk_app_verifications TO pk_app_standings;
      ALTER TABLE app_standings RENAME CONSTRAINT fk_app_verifications_client TO fk_app_standings_client;
      ALTER TABLE app_standings RENAME CONSTRAINT ck_app_verifications_tier TO ck_app_standings_tier;
    `);
  }
}
