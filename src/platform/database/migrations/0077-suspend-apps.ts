import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `disabled` had no transitions. It becomes `suspended`, with its reason, and `restoring` on the way back. */
export class SuspendApps1763700000077 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE clients DROP CONSTRAINT ck_clients_state;
      UPDATE clients SET state = 'suspended' WHERE state = 'disabled';
      ALTER TABLE clients ADD CONSTRAINT ck_clients_state CHECK (state IN
        ('registered', 'approved', 'retired', 'revived', 'suspended', 'restoring', 'deleted'));
      CREATE INDEX ix_clients_suspended ON clients (state_changed_at) WHERE state IN ('suspended', 'restoring');

      CREATE TABLE client_suspensions (
        id            uuid           NOT NULL CONSTRAINT pk_client_suspensions PRIMARY KEY,
        client_id     uuid           NOT NULL CONSTRAINT fk_client_suspensions_client REFERENCES clients (id) ON DELETE CASCADE,
        state         text           NOT NULL DEFAULT 'suspended',
        reason        text           NOT NULL,
        suspended_by  uuid           CONSTRAINT fk_client_suspensions_suspended_by REFERENCES users (id),
        suspended_at  timestamptz(3) NOT NULL DEFAULT now(),
        credentials   bytea[]        NOT NULL,
        needs_consent boolean        NOT NULL DEFAULT false,
        restoring_at  timestamptz(3),
        ended_at      timestamptz(3),
        CONSTRAINT ck_client_suspensions_state CHECK (state IN ('suspended', 'restoring', 'restored', 'replaced')),
        CONSTRAINT ck_client_suspensions_ended CHECK ((state IN ('restored', 'replaced')) = (ended_at IS NOT NULL))
      );
      CREATE INDEX ix_client_suspensions_client ON client_suspensions (client_id, suspended_at);
      CREATE INDEX ix_client_suspensions_suspended_by ON client_suspensions (suspended_by) WHERE suspended_by IS NOT NULL;
      CREATE UNIQUE INDEX ux_client_suspensions_open ON client_suspensions (client_id)
        WHERE state IN ('suspended', 'restoring');

      -- Thumbprints (RFC 7638 §3) of the keys of a client, its own or those of its URI.
      CREATE FUNCTION client_key_thumbprints(key_set jsonb, key_set_uri text) RETURNS bytea[]
      LANGUAGE sql STABLE
      BEGIN ATOMIC
        SELECT coalesce(array_agg(thumbprint) FILTER (WHERE thumbprint IS NOT NULL), '{}') FROM (
          SELECT sha256(convert_to(CASE key ->> 'kty'
            WHEN 'RSA' THEN format('{"e":"%s","kty":"RSA","n":"%s"}', key ->> 'e', key ->> 'n')
            WHEN 'EC' THEN format('{"crv":"%s","kty":"EC","x":"%s","y":"%s"}', key ->> 'crv', key ->> 'x', key ->> 'y')
            WHEN 'OKP' THEN format('{"crv":"%s","kty":"OKP","x":"%s"}', key ->> 'crv', key ->> 'x')
          END, 'UTF8')) AS thumbprint
          FROM jsonb_array_elements(
            coalesce(key_set, (SELECT s.keys FROM client_key_sets s WHERE s.uri = key_set_uri)) -> 'keys') AS key
        ) AS keys;
      END;
    `);
  }

  /** What is suspended stays shut: an app that is being restored too, since the older schema knows no such state. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION client_key_thumbprints;
      DROP TABLE client_suspensions;
      DROP INDEX ix_clients_suspended;
      ALTER TABLE clients DROP CONSTRAINT ck_clients_state;
      UPDATE clients SET state = 'disabled' WHERE state IN ('suspended', 'restoring');
      ALTER TABLE clients ADD CONSTRAINT ck_clients_state CHECK (state IN
        ('registered', 'approved', 'retired', 'revived', 'disabled', 'deleted'));
    `);
  }
}
