import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CompleteAuthorizationRequests1763700000013 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A pushed request (RFC 9126); the browser carries only its request_uri.
      CREATE TABLE pushed_requests (
        id         uuid        NOT NULL CONSTRAINT pk_pushed_requests PRIMARY KEY,
        uri_hash   bytea       NOT NULL,
        client_id  uuid        NOT NULL CONSTRAINT fk_pushed_requests_client REFERENCES clients (id) ON DELETE CASCADE,
        parameters text        NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        spent_at   timestamptz
      );
      CREATE UNIQUE INDEX ux_pushed_requests_uri ON pushed_requests (uri_hash);
      CREATE INDEX ix_pushed_requests_client ON pushed_requests (client_id);
      CREATE INDEX ix_pushed_requests_expiry ON pushed_requests (expires_at);

      -- A request as received from a browser, stored while the person signs in or changes account.
      CREATE TABLE authorization_arrivals (
        id                uuid        NOT NULL CONSTRAINT pk_authorization_arrivals PRIMARY KEY,
        parameters        text        NOT NULL,
        pushed_request_id uuid        CONSTRAINT fk_authorization_arrivals_pushed REFERENCES pushed_requests (id) ON DELETE CASCADE,
        arrived_at        timestamptz NOT NULL DEFAULT now(),
        account_chosen_at timestamptz,
        expires_at        timestamptz NOT NULL
      );
      CREATE INDEX ix_authorization_arrivals_pushed ON authorization_arrivals (pushed_request_id);
      CREATE INDEX ix_authorization_arrivals_expiry ON authorization_arrivals (expires_at);

      -- Requests on a consent page start again: they expire after ten minutes anyway.
      DELETE FROM authorization_requests;
      ALTER TABLE authorization_requests
        ADD nonce      text,
        ADD auth_time  timestamptz NOT NULL,
        ADD dpop_jkt   text,
        ADD arrival_id uuid        NOT NULL
            CONSTRAINT fk_authorization_requests_arrival REFERENCES authorization_arrivals (id) ON DELETE CASCADE;
      CREATE INDEX ix_authorization_requests_arrival ON authorization_requests (arrival_id);

      ALTER TABLE authorization_codes
        ADD nonce     text,
        ADD auth_time timestamptz NOT NULL DEFAULT now(),
        ADD dpop_jkt  text;
      ALTER TABLE authorization_codes ALTER auth_time DROP DEFAULT;

      ALTER TABLE sign_in_returns
        ADD created_at timestamptz NOT NULL DEFAULT now(),
        ADD fresh      boolean     NOT NULL DEFAULT false,
        ADD email_hint text;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE sign_in_returns DROP created_at, DROP fresh, DROP email_hint;
      ALTER TABLE authorization_codes DROP nonce, DROP auth_time, DROP dpop_jkt;
      ALTER TABLE authorization_requests DROP nonce, DROP auth_time, DROP dpop_jkt, DROP arrival_id;
      DROP TABLE authorization_arrivals; DROP TABLE pushed_requests;
    `);
  }
}
