import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddTesters1763700000065 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE app_testers (
        id uuid CONSTRAINT pk_app_testers PRIMARY KEY,
        client_id uuid NOT NULL CONSTRAINT fk_app_testers_client REFERENCES clients (id) ON DELETE CASCADE,
        email text NOT NULL,
        -- Who accepted.
        user_id uuid CONSTRAINT fk_app_testers_user REFERENCES users (id) ON DELETE CASCADE,
        state text NOT NULL DEFAULT 'invited',
        invited_at timestamptz NOT NULL DEFAULT now(),
        state_changed_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT ck_app_testers_state CHECK (
          CASE state WHEN 'invited' THEN user_id IS NULL WHEN 'accepted' THEN user_id IS NOT NULL ELSE state = 'removed' END)
      );
      CREATE UNIQUE INDEX ux_app_testers_live ON app_testers (client_id, email) WHERE state <> 'removed';
      CREATE INDEX ix_app_testers_client ON app_testers (client_id);
      CREATE INDEX ix_app_testers_user ON app_testers (user_id);
      CREATE INDEX ix_app_testers_email ON app_testers (email) WHERE state = 'invited';
      CREATE INDEX ix_app_testers_removed ON app_testers (state_changed_at) WHERE state = 'removed';
      CREATE INDEX ix_app_testers_invited ON app_testers (invited_at) WHERE state = 'invited';

      CREATE TABLE app_outside_projects (
        client_id uuid NOT NULL CONSTRAINT fk_app_outside_projects_client REFERENCES clients (id) ON DELETE CASCADE,
        -- No foreign key: a project that is deleted still counts.
        project_id uuid NOT NULL,
        first_connected_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_app_outside_projects PRIMARY KEY (client_id, project_id)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE app_outside_projects; DROP TABLE app_testers');
  }
}
