import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An authorization request is one row, from the push or the browser's first request to the decision. */
export class StoreOneRequest1763700000037 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE authorization_requests
        ADD first_id          uuid,
        ADD parameters        text,
        ADD uri_hash          bytea,
        ADD chosen_session_id uuid
            CONSTRAINT fk_authorization_requests_chosen_session REFERENCES browser_sessions (id) ON DELETE SET NULL,
        ADD stage             text;
      -- Expired rows, deleted so that no lock lasts until they are rewritten.
      DELETE FROM authorization_requests WHERE expires_at < now() - interval '1 hour';
      -- Consumed ones: the row that records it may have been deleted with its session, and "spent_at" is dropped below.
      DELETE FROM authorization_requests r USING authorization_arrivals a, pushed_requests p
        WHERE a.id = r.arrival_id AND p.id = a.pushed_request_id AND p.spent_at IS NOT NULL AND r.decided_at IS NULL;
      DROP INDEX ix_authorization_requests_expiry;
      UPDATE authorization_requests r SET first_id = a.id, parameters = a.parameters, uri_hash = p.uri_hash,
          stage = CASE WHEN r.decided_at IS NULL THEN 'pending' ELSE 'decided' END
        FROM authorization_arrivals a LEFT JOIN pushed_requests p ON p.id = a.pushed_request_id
        WHERE a.id = r.arrival_id;

      -- The parameters have what the app sent, its "state" included: that column's name is now the row's state.
      ALTER TABLE authorization_requests
        DROP arrival_id, DROP state, DROP nonce, DROP code_challenge, DROP dpop_jkt,
        ALTER session_id DROP NOT NULL, ALTER user_id DROP NOT NULL, ALTER client_id DROP NOT NULL,
        ALTER redirect_uri DROP NOT NULL, ALTER installation DROP NOT NULL, ALTER scopes DROP NOT NULL,
        ALTER resource DROP NOT NULL, ALTER auth_time DROP NOT NULL, ALTER refreshable DROP NOT NULL,
        ALTER identity_version DROP NOT NULL, ALTER code_nonce DROP NOT NULL;
      ALTER TABLE authorization_requests RENAME stage TO state;

      -- People at sign-in, or before the page, can continue.
      INSERT INTO authorization_requests (id, first_id, state, parameters, uri_hash, chosen_session_id, created_at, expires_at)
        SELECT a.id, a.id, 'received', a.parameters, p.uri_hash, a.chosen_session_id,
          coalesce(p.created_at, a.arrived_at), a.expires_at
        FROM authorization_arrivals a LEFT JOIN pushed_requests p ON p.id = a.pushed_request_id
        WHERE a.expires_at > now() AND p.spent_at IS NULL;
      INSERT INTO authorization_requests (id, first_id, state, parameters, uri_hash, created_at, expires_at)
        SELECT p.id, p.id, 'pushed', p.parameters, p.uri_hash, p.created_at, p.expires_at FROM pushed_requests p
        WHERE p.expires_at > now() AND p.spent_at IS NULL
          AND NOT EXISTS (SELECT FROM authorization_arrivals a WHERE a.pushed_request_id = p.id);
      UPDATE sign_in_returns SET path = replace(path, '/oauth/authorize/arr_', '/oauth/authorize/azr_')
        WHERE path LIKE '/oauth/authorize/arr\\_%';
      UPDATE browser_sessions SET signed_in_for = replace(signed_in_for, '/oauth/authorize/arr_', '/oauth/authorize/azr_')
        WHERE signed_in_for LIKE '/oauth/authorize/arr\\_%';
      DROP TABLE authorization_arrivals;
      DROP TABLE pushed_requests;
      DELETE FROM sweep_places WHERE name IN ('authorization_arrivals', 'pushed_requests');

      ALTER TABLE authorization_requests
        ALTER first_id SET NOT NULL, ALTER parameters SET NOT NULL, ALTER state SET NOT NULL,
        -- Another session may decide the request when this one is deleted.
        DROP CONSTRAINT fk_authorization_requests_session,
        ADD CONSTRAINT fk_authorization_requests_session
          FOREIGN KEY (session_id) REFERENCES browser_sessions (id) ON DELETE SET NULL,
        ADD CONSTRAINT ck_authorization_requests_state CHECK (state IN ('pushed', 'received', 'pending', 'decided')),
        ADD CONSTRAINT ck_authorization_requests_bound CHECK (state IN ('pushed', 'received') OR num_nonnulls(
          user_id, client_id, redirect_uri, installation, scopes, resource, auth_time, refreshable, identity_version,
          code_nonce) = 10),
        ADD CONSTRAINT ck_authorization_requests_decided CHECK ((state = 'decided') = (decided_at IS NOT NULL));
      CREATE INDEX ix_authorization_requests_expiry ON authorization_requests (expires_at)
        WHERE state IN ('pending', 'decided');
      CREATE INDEX ix_authorization_requests_unbound_expiry ON authorization_requests (expires_at)
        WHERE state IN ('pushed', 'received');
      CREATE INDEX ix_authorization_requests_first ON authorization_requests (first_id);
      CREATE INDEX ix_authorization_requests_chosen_session ON authorization_requests (chosen_session_id);
      CREATE INDEX ix_authorization_requests_uri ON authorization_requests (uri_hash) WHERE uri_hash IS NOT NULL;
      -- A request_uri is valid for one decision, however often it was opened.
      CREATE UNIQUE INDEX ux_authorization_requests_decided_uri ON authorization_requests (uri_hash)
        WHERE state = 'decided';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
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
      CREATE INDEX ix_pushed_requests_expiry ON pushed_requests (expires_at, id);
      CREATE TABLE authorization_arrivals (
        id                uuid        NOT NULL CONSTRAINT pk_authorization_arrivals PRIMARY KEY,
        parameters        text        NOT NULL,
        pushed_request_id uuid        CONSTRAINT fk_authorization_arrivals_pushed REFERENCES pushed_requests (id) ON DELETE CASCADE,
        arrived_at        timestamptz NOT NULL DEFAULT now(),
        chosen_session_id uuid
            CONSTRAINT fk_authorization_arrivals_chosen_session REFERENCES browser_sessions (id) ON DELETE SET NULL,
        expires_at        timestamptz NOT NULL
      );
      CREATE INDEX ix_authorization_arrivals_pushed ON authorization_arrivals (pushed_request_id);
      CREATE INDEX ix_authorization_arrivals_chosen_session ON authorization_arrivals (chosen_session_id);
      CREATE INDEX ix_authorization_arrivals_expiry ON authorization_arrivals (expires_at, id);

      -- Pushed requests have to be pushed again, and a consent page to be opened again. People at sign-in can continue.
      DELETE FROM authorization_requests WHERE uri_hash IS NOT NULL;
      INSERT INTO authorization_arrivals (id, parameters, arrived_at, chosen_session_id, expires_at)
        SELECT DISTINCT ON (first_id) first_id, parameters, created_at, chosen_session_id, created_at + interval '1 hour'
        FROM authorization_requests ORDER BY first_id, created_at;
      DELETE FROM authorization_requests WHERE state IN ('pushed', 'received') OR session_id IS NULL;
      UPDATE sign_in_returns SET path = replace(path, '/oauth/authorize/azr_', '/oauth/authorize/arr_')
        WHERE path LIKE '/oauth/authorize/azr\\_%';
      UPDATE browser_sessions SET signed_in_for = replace(signed_in_for, '/oauth/authorize/azr_', '/oauth/authorize/arr_')
        WHERE signed_in_for LIKE '/oauth/authorize/azr\\_%';

      DROP INDEX ix_authorization_requests_expiry;
      ALTER TABLE authorization_requests DROP state, DROP parameters, DROP uri_hash, DROP chosen_session_id;
      ALTER TABLE authorization_requests RENAME first_id TO arrival_id;
      ALTER INDEX ix_authorization_requests_first RENAME TO ix_authorization_requests_arrival;
      ALTER TABLE authorization_requests
        ADD state text, ADD nonce text, ADD dpop_jkt text, ADD code_challenge text NOT NULL DEFAULT '',
        ALTER session_id SET NOT NULL, ALTER user_id SET NOT NULL, ALTER client_id SET NOT NULL,
        ALTER redirect_uri SET NOT NULL, ALTER installation SET NOT NULL, ALTER scopes SET NOT NULL,
        ALTER resource SET NOT NULL, ALTER auth_time SET NOT NULL, ALTER refreshable SET NOT NULL,
        ALTER identity_version SET NOT NULL, ALTER code_nonce SET NOT NULL,
        DROP CONSTRAINT fk_authorization_requests_session,
        ADD CONSTRAINT fk_authorization_requests_session
          FOREIGN KEY (session_id) REFERENCES browser_sessions (id) ON DELETE CASCADE,
        ADD CONSTRAINT fk_authorization_requests_arrival
          FOREIGN KEY (arrival_id) REFERENCES authorization_arrivals (id) ON DELETE CASCADE;
      ALTER TABLE authorization_requests ALTER code_challenge DROP DEFAULT;
      CREATE INDEX ix_authorization_requests_expiry ON authorization_requests (expires_at);
      UPDATE authorization_requests SET decided_at = coalesce(decided_at, now()), decision_hash = NULL;
    `);
  }
}
