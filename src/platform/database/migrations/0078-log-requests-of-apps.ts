import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What apps do: a bounded log of requests, totals by day, and what was sent by day. */
export class LogRequestsOfApps1763700000078 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- How many rows were written: the next one goes to the place after that, in a ring.
      CREATE TABLE app_request_places (
        client_id uuid   NOT NULL CONSTRAINT pk_app_request_places PRIMARY KEY
                         CONSTRAINT fk_app_request_places_client REFERENCES clients (id) ON DELETE CASCADE,
        written   bigint NOT NULL
      );

      CREATE TABLE app_requests (
        client_id   uuid           NOT NULL CONSTRAINT fk_app_requests_client REFERENCES clients (id) ON DELETE CASCADE,
        place       integer        NOT NULL,
        id          uuid           NOT NULL,
        at          timestamptz(3) NOT NULL,
        surface     text           NOT NULL,
        operation   text           NOT NULL,
        project_id  uuid,
        grant_id    uuid,
        status      smallint       NOT NULL,
        code        text,
        reason      text,
        request_id  text           NOT NULL,
        duration_ms integer        NOT NULL,
        expires_at  timestamptz(3) NOT NULL,
        CONSTRAINT pk_app_requests PRIMARY KEY (client_id, place),
        CONSTRAINT ck_app_requests_surface CHECK (surface IN ('api', 'mcp', 'token'))
      );
      CREATE INDEX ix_app_requests_client ON app_requests (client_id, id);
      CREATE INDEX ix_app_requests_expires ON app_requests (expires_at);

      CREATE TABLE app_usage (
        client_id  uuid   NOT NULL CONSTRAINT fk_app_usage_client REFERENCES clients (id) ON DELETE CASCADE,
        day        date   NOT NULL,
        project_id uuid   NOT NULL CONSTRAINT fk_app_usage_project REFERENCES projects (id) ON DELETE CASCADE,
        operation  text   NOT NULL,
        calls      bigint NOT NULL,
        refusals   bigint NOT NULL,
        contacts   bigint NOT NULL,
        CONSTRAINT pk_app_usage PRIMARY KEY (client_id, day, project_id, operation)
      );
      CREATE INDEX ix_app_usage_project ON app_usage (project_id);
      CREATE INDEX ix_app_usage_day ON app_usage (day);

      CREATE TABLE grant_sends (
        grant_id   uuid   NOT NULL CONSTRAINT fk_grant_sends_grant REFERENCES grants (id) ON DELETE CASCADE,
        day        date   NOT NULL,
        project_id uuid   NOT NULL CONSTRAINT fk_grant_sends_project REFERENCES projects (id) ON DELETE CASCADE,
        messages   bigint NOT NULL,
        spent      bigint NOT NULL,
        CONSTRAINT pk_grant_sends PRIMARY KEY (grant_id, day, project_id)
      );
      CREATE INDEX ix_grant_sends_project ON grant_sends (project_id);
      CREATE INDEX ix_grant_sends_day ON grant_sends (day);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE grant_sends, app_usage, app_requests, app_request_places');
  }
}
