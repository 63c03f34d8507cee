import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RequirePushedRequests1763700000030 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      'ALTER TABLE clients ADD require_pushed_authorization_requests boolean NOT NULL DEFAULT false',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE clients DROP COLUMN require_pushed_authorization_requests');
  }
}
