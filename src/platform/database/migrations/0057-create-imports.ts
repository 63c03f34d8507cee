import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateImports1763700000057 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE imports (
        id             uuid           NOT NULL CONSTRAINT pk_imports PRIMARY KEY,
        project_id     uuid           NOT NULL CONSTRAINT fk_imports_project REFERENCES projects (id) ON DELETE CASCADE,
        data_source_id uuid           NOT NULL,
        status         text           NOT NULL
                       CONSTRAINT ck_imports_status CHECK (status IN ('queued', 'processing', 'complete', 'cancelled', 'failed')),
        total          integer        NOT NULL,
        completed      integer        NOT NULL DEFAULT 0,
        failed         integer        NOT NULL DEFAULT 0,
        worked_at      timestamptz(3) NOT NULL DEFAULT now(),
        created_at     timestamptz(3) NOT NULL DEFAULT now(),
        completed_at   timestamptz(3)
      );
      CREATE INDEX ix_imports_project ON imports (project_id, created_at, id);
      CREATE INDEX ix_imports_created ON imports (created_at);
      CREATE INDEX ix_imports_unfinished ON imports (worked_at) WHERE completed_at IS NULL;
      CREATE UNIQUE INDEX ux_imports_project_id ON imports (project_id, id);

      -- Rows that are not brought in yet. A part is deleted in the transaction that brings it in.
      CREATE TABLE import_parts (
        project_id uuid    NOT NULL,
        import_id  uuid    NOT NULL,
        first_row  integer NOT NULL,
        rows       text    NOT NULL,
        CONSTRAINT pk_import_parts PRIMARY KEY (project_id, import_id, first_row),
        CONSTRAINT fk_import_parts_import FOREIGN KEY (project_id, import_id) REFERENCES imports (project_id, id) ON DELETE CASCADE
      );

      CREATE TABLE import_errors (
        project_id uuid    NOT NULL,
        import_id  uuid    NOT NULL,
        row_number integer NOT NULL,
        user_id    text,
        errors     jsonb   NOT NULL,
        CONSTRAINT pk_import_errors PRIMARY KEY (project_id, import_id, row_number),
        CONSTRAINT fk_import_errors_import FOREIGN KEY (project_id, import_id) REFERENCES imports (project_id, id) ON DELETE CASCADE
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE import_errors; DROP TABLE import_parts; DROP TABLE imports;`);
  }
}
