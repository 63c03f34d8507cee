import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Contacts get every reserved attribute. An event is unique in its data source, no longer in its project: the index
 * replaces one of the same size, and building it blocks writers of `contact_events` while it reads the table once.
 */
export class CreateSpecs1763700000046 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE contacts
        ADD accepts_marketing_email    boolean,
        ADD accepts_marketing_whatsapp boolean,
        ADD is_subscribed_whatsapp     boolean        NOT NULL DEFAULT true,
        ADD registered_at              timestamptz(3),
        ADD imported_at                timestamptz(3),
        ADD seen_at                    timestamptz(3),
        ADD client_lists               text[]         NOT NULL DEFAULT '{}',
        ADD client_tags                text[]         NOT NULL DEFAULT '{}';
      CREATE INDEX ix_contacts_email ON contacts (project_id, email) WHERE email IS NOT NULL;

      -- How many specs a project has, so that limits hold without a count, and which version of them is current.
      CREATE TABLE project_specs (
        project_id uuid    NOT NULL CONSTRAINT pk_project_specs PRIMARY KEY
                           CONSTRAINT fk_project_specs_project REFERENCES projects (id) ON DELETE CASCADE,
        version    integer NOT NULL DEFAULT 1,
        attributes integer NOT NULL DEFAULT 0,
        events     integer NOT NULL DEFAULT 0
      );

      CREATE TABLE attribute_specs (
        project_id  uuid           NOT NULL CONSTRAINT fk_attribute_specs_project REFERENCES projects (id) ON DELETE CASCADE,
        uid         text           NOT NULL,
        label       text           NOT NULL,
        description text,
        data_type   text           NOT NULL,
        multivalue  integer        NOT NULL DEFAULT 1,
        is_unique   boolean        NOT NULL DEFAULT false,
        visible     boolean        NOT NULL DEFAULT true,
        important   boolean        NOT NULL DEFAULT false,
        enabled     boolean        NOT NULL DEFAULT true,
        options     text[],
        has_data    boolean        NOT NULL DEFAULT false,
        created_at  timestamptz(3) NOT NULL DEFAULT now(),
        updated_at  timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT pk_attribute_specs PRIMARY KEY (project_id, uid)
      );

      CREATE TABLE event_specs (
        project_id  uuid           NOT NULL CONSTRAINT fk_event_specs_project REFERENCES projects (id) ON DELETE CASCADE,
        uid         text           NOT NULL,
        name        text           NOT NULL,
        emoji       text,
        category    text,
        description text,
        attribution boolean        NOT NULL DEFAULT false,
        automation  boolean        NOT NULL DEFAULT true,
        parameters  integer        NOT NULL DEFAULT 0,
        created_at  timestamptz(3) NOT NULL DEFAULT now(),
        updated_at  timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT pk_event_specs PRIMARY KEY (project_id, uid)
      );

      CREATE TABLE event_parameter_specs (
        project_id  uuid           NOT NULL,
        event_type  text           NOT NULL,
        parameter   text           NOT NULL,
        title       text           NOT NULL,
        description text,
        data_type   text           NOT NULL,
        required    boolean        NOT NULL DEFAULT false,
        multi_value integer        NOT NULL DEFAULT 1,
        max_length  integer,
        pii         boolean        NOT NULL DEFAULT false,
        options     text[],
        created_at  timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT pk_event_parameter_specs PRIMARY KEY (project_id, event_type, parameter),
        CONSTRAINT fk_event_parameter_specs_event FOREIGN KEY (project_id, event_type)
          REFERENCES event_specs (project_id, uid) ON DELETE CASCADE
      );

      CREATE TABLE data_sources (
        id               uuid           NOT NULL CONSTRAINT pk_data_sources PRIMARY KEY,
        project_id       uuid           NOT NULL CONSTRAINT fk_data_sources_project REFERENCES projects (id) ON DELETE CASCADE,
        name             text           NOT NULL,
        description      text,
        type             text           NOT NULL CONSTRAINT ck_data_sources_type CHECK (type IN ('api', 'import', 'connector')),
        audience_tags    text[]         NOT NULL DEFAULT '{}',
        tags             text[]         NOT NULL DEFAULT '{}',
        default_country  text           NOT NULL,
        locale           text           NOT NULL,
        timezone         text           NOT NULL,
        priority         integer        NOT NULL,
        auto_create      boolean        NOT NULL DEFAULT false,
        create_missing   boolean        NOT NULL DEFAULT false,
        allow_non_mobile boolean        NOT NULL DEFAULT false,
        created_at       timestamptz(3) NOT NULL DEFAULT now(),
        updated_at       timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE INDEX ix_data_sources_project ON data_sources (project_id, created_at, id);

      -- Without a foreign key: every batch of a source would lock its row. Sources go with their project only.
      ALTER TABLE contact_events ADD data_source_id uuid;
      DROP INDEX ux_contact_events_event;
      CREATE UNIQUE INDEX ux_contact_events_event ON contact_events (project_id, data_source_id, event_id);

      -- Types of events whose arrival is announced to automations.
      CREATE TABLE event_listeners (
        project_id uuid NOT NULL CONSTRAINT fk_event_listeners_project REFERENCES projects (id) ON DELETE CASCADE,
        event_type text NOT NULL,
        CONSTRAINT pk_event_listeners PRIMARY KEY (project_id, event_type)
      );
    `);
  }

  /** An event of another source with the same id is deleted, since it could not exist before. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE event_listeners;
      DROP INDEX ux_contact_events_event;
      DELETE FROM contact_events e USING contact_events o
        WHERE o.project_id = e.project_id AND o.event_id = e.event_id AND o.id < e.id;
      ALTER TABLE contact_events DROP data_source_id;
      CREATE UNIQUE INDEX ux_contact_events_event ON contact_events (project_id, event_id);
      DROP TABLE data_sources; DROP TABLE event_parameter_specs; DROP TABLE event_specs;
      DROP TABLE attribute_specs; DROP TABLE project_specs;
      DROP INDEX ix_contacts_email;
      ALTER TABLE contacts
        DROP accepts_marketing_email, DROP accepts_marketing_whatsapp, DROP is_subscribed_whatsapp,
        DROP registered_at, DROP imported_at, DROP seen_at, DROP client_lists, DROP client_tags;
    `);
  }
}
