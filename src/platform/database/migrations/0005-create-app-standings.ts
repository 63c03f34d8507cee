import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAppStandings1763700000005 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Without a row the tier follows from the client's origin: dynamic is self_registered, portal is development.
      CREATE TABLE app_standings (
        client_id       uuid        NOT NULL CONSTRAINT pk_app_standings PRIMARY KEY
                        CONSTRAINT fk_app_standings_client REFERENCES clients (id) ON DELETE CASCADE,
        tier            text        NOT NULL
                        CONSTRAINT ck_app_standings_tier CHECK (tier IN ('self_registered', 'development', 'verified', 'listed')),
        approved_scopes text[]      NOT NULL DEFAULT '{}',
        verified_domain text,
        decided_at      timestamptz NOT NULL DEFAULT now()
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE app_standings;`);
  }
}
