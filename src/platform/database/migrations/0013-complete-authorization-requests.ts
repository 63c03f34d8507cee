import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CompleteAuthorizationRequests1763700000013 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE authorization_requests
        ADD nonce     text,
        ADD auth_time timestamptz NOT NULL DEFAULT now(),
        ADD dpop_jkt  text;
      ALTER TABLE authorization_requests ALTER auth_time DROP DEFAULT;

      ALTER TABLE authorization_codes
        ADD nonce     text,
        ADD auth_time timestamptz NOT NULL DEFAULT now(),
        ADD dpop_jkt  text;
      ALTER TABLE authorization_codes ALTER auth_time DROP DEFAULT;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE authorization_codes DROP nonce, DROP auth_time, DROP dpop_jkt;
      ALTER TABLE authorization_requests DROP nonce, DROP auth_time, DROP dpop_jkt;
    `);
  }
}
