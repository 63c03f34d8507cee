import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Owners read the events of a project, by what was done, by whom and with which credential. Events of tokens are the
 * most, and concern no project: these indexes do not have them. Each blocks writers while the table is read once.
 */
export class ReadTheAuditLog1763700000060 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX ix_audit_events_type ON audit_events (project_id, type, recorded_at DESC)
        WHERE project_id IS NOT NULL;
      CREATE INDEX ix_audit_events_actor
        ON audit_events (project_id, coalesce(actor ->> 'userId', actor ->> 'clientId'), recorded_at DESC)
        WHERE project_id IS NOT NULL;
      CREATE INDEX ix_audit_events_credential
        ON audit_events (project_id, coalesce(actor ->> 'grantId', actor ->> 'tokenId'), recorded_at DESC)
        WHERE project_id IS NOT NULL AND coalesce(actor ->> 'grantId', actor ->> 'tokenId') IS NOT NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'DROP INDEX ix_audit_events_type, ix_audit_events_actor, ix_audit_events_credential',
    );
  }
}
