import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateResourceServers1763700000015 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Who may introspect the tokens of one resource without being their app (RFC 7662 §2.1).
      CREATE TABLE resource_servers (
        id          uuid        NOT NULL CONSTRAINT pk_resource_servers PRIMARY KEY,
        name        text        NOT NULL,
        resource    text        NOT NULL,
        secret_hash bytea       NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT now(),
        disabled_at timestamptz
      );
      -- For reports of a leaked secret, whose owner the reporter does not know.
      CREATE UNIQUE INDEX ux_resource_servers_secret ON resource_servers (secret_hash);
      CREATE INDEX ix_clients_secret ON clients (secret_hash) WHERE secret_hash IS NOT NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX ix_clients_secret; DROP TABLE resource_servers;`);
  }
}
