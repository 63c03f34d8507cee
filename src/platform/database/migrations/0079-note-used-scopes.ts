import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When an app last used each scope, so that its developers see which ones they declare for nothing. */
export class NoteUsedScopes1763700000079 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE app_scope_uses (
        client_id uuid NOT NULL CONSTRAINT fk_app_scope_uses_client REFERENCES clients (id) ON DELETE CASCADE,
        scope     text NOT NULL,
        used_on   date NOT NULL,
        CONSTRAINT pk_app_scope_uses PRIMARY KEY (client_id, scope)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE app_scope_uses');
  }
}
