import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Each step of a campaign counts its messages that wait, and those that the carrier has stay in the queue for days: of a
 * million, a step read all. It blocks writers while the table is read once.
 */
export class FindWaitingMessages1763700000063 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX ix_sms_queue_waiting ON sms_queue (project_id, origin_id) WHERE origin_id IS NOT NULL AND state <> 'sent';
      DROP INDEX ix_sms_queue_origin;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX ix_sms_queue_waiting;
      CREATE INDEX ix_sms_queue_origin ON sms_queue (project_id, origin_id) WHERE origin_id IS NOT NULL;
    `);
  }
}
