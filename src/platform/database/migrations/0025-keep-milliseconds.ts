import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Times that the Product API shows have its precision in the table, so that a filter with a shown time matches exactly.
 */
export class KeepMilliseconds1763700000025 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE contacts ALTER created_at TYPE timestamptz(3), ALTER updated_at TYPE timestamptz(3), ALTER deleted_at TYPE timestamptz(3);
      ALTER TABLE contact_events ALTER occurred_at TYPE timestamptz(3), ALTER received_at TYPE timestamptz(3);
      ALTER TABLE segments ALTER last_computed_at TYPE timestamptz(3), ALTER created_at TYPE timestamptz(3), ALTER updated_at TYPE timestamptz(3);
      ALTER TABLE senders ALTER created_at TYPE timestamptz(3);
      ALTER TABLE campaigns ALTER campaign_at TYPE timestamptz(3), ALTER created_at TYPE timestamptz(3);
      ALTER TABLE automations ALTER created_at TYPE timestamptz(3);
      ALTER TABLE projects ALTER created_at TYPE timestamptz(3);
      ALTER TABLE grants ALTER expires_at TYPE timestamptz(3);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE contacts ALTER created_at TYPE timestamptz, ALTER updated_at TYPE timestamptz, ALTER deleted_at TYPE timestamptz;
      ALTER TABLE contact_events ALTER occurred_at TYPE timestamptz, ALTER received_at TYPE timestamptz;
      ALTER TABLE segments ALTER last_computed_at TYPE timestamptz, ALTER created_at TYPE timestamptz, ALTER updated_at TYPE timestamptz;
      ALTER TABLE senders ALTER created_at TYPE timestamptz;
      ALTER TABLE campaigns ALTER campaign_at TYPE timestamptz, ALTER created_at TYPE timestamptz;
      ALTER TABLE automations ALTER created_at TYPE timestamptz;
      ALTER TABLE projects ALTER created_at TYPE timestamptz;
      ALTER TABLE grants ALTER expires_at TYPE timestamptz;
    `);
  }
}
