import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateProjects1763700000003 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE organisations (
        id         uuid        NOT NULL CONSTRAINT pk_organisations PRIMARY KEY,
        name       text        NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE projects (
        id              uuid        NOT NULL CONSTRAINT pk_projects PRIMARY KEY,
        organisation_id uuid        NOT NULL CONSTRAINT fk_projects_organisation REFERENCES organisations (id),
        name            text        NOT NULL,
        plan            text        NOT NULL CONSTRAINT ck_projects_plan CHECK (plan IN ('free', 'pro', 'max')),
        app_policy      text        NOT NULL DEFAULT 'open'
                        CONSTRAINT ck_projects_app_policy CHECK (app_policy IN ('open', 'verified-only', 'closed')),
        locale          text        NOT NULL DEFAULT 'en',
        timezone        text        NOT NULL DEFAULT 'UTC',
        default_country text        NOT NULL DEFAULT 'ES',
        created_at      timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ix_projects_organisation ON projects (organisation_id);

      -- A membership that ended is not reused: coming back is a new row. Grants refer to the row.
      CREATE TABLE memberships (
        id         uuid        NOT NULL CONSTRAINT pk_memberships PRIMARY KEY,
        project_id uuid        NOT NULL CONSTRAINT fk_memberships_project REFERENCES projects (id) ON DELETE CASCADE,
        user_id    uuid        NOT NULL CONSTRAINT fk_memberships_user REFERENCES users (id) ON DELETE CASCADE,
        role       text        NOT NULL
                   CONSTRAINT ck_memberships_role CHECK (role IN ('owner', 'admin', 'developer', 'marketer', 'analyst', 'viewer')),
        created_at timestamptz NOT NULL DEFAULT now(),
        ended_at   timestamptz
      );
      CREATE UNIQUE INDEX ux_memberships_live ON memberships (user_id, project_id) WHERE ended_at IS NULL;
      CREATE INDEX ix_memberships_project ON memberships (project_id);
      CREATE INDEX ix_memberships_user ON memberships (user_id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE memberships; DROP TABLE projects; DROP TABLE organisations;`);
  }
}
