import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Consents given after a verification lapsed have the limits of an app in development, those of before keep theirs. */
export class KnowWhenVerificationsLapsed1763700000085 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE app_verifications ADD COLUMN lapsed_at timestamptz;
      UPDATE app_verifications SET lapsed_at = least(now(), confirmed_at + interval '365 days') WHERE standing = 'lapsed';
      ALTER TABLE app_verifications
        ADD CONSTRAINT ck_app_verifications_lapsed CHECK ((standing = 'lapsed') = (lapsed_at IS NOT NULL));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE app_verifications DROP COLUMN lapsed_at;`);
  }
}
