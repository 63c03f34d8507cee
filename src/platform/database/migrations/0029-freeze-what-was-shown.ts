import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FreezeWhatWasShown1763700000029 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Version of the app's identity. Decisions about the app store the version.
      ALTER TABLE clients ADD identity_version integer NOT NULL DEFAULT 1;

      -- Zero and null are no version: decisions from before the last change are void.
      ALTER TABLE app_standings ADD identity_version integer;
      UPDATE app_standings s SET identity_version = CASE
          WHEN c.identity_changed_at IS NULL OR c.identity_changed_at < s.decided_at THEN 1 ELSE 0 END
        FROM clients c WHERE c.id = s.client_id;
      ALTER TABLE app_standings ALTER identity_version SET NOT NULL;

      -- Whether the page stated persistence was not stored: it followed from the client's registration. A client that is
      -- not registered for it now could not have refreshed anything either.
      ALTER TABLE grants ADD refreshable boolean NOT NULL DEFAULT false, ADD identity_version integer;
      UPDATE grants g SET refreshable = 'refresh_token' = ANY (c.grant_types),
          identity_version = CASE
            WHEN c.identity_changed_at IS NULL OR c.identity_changed_at < g.authorized_at THEN 1 END
        FROM clients c WHERE c.id = g.client_id AND g.kind = 'user';

      ALTER TABLE authorization_requests ADD refreshable boolean, ADD identity_version integer;
      UPDATE authorization_requests r SET refreshable = 'refresh_token' = ANY (c.grant_types),
          identity_version = CASE
            WHEN c.identity_changed_at IS NULL OR c.identity_changed_at < r.created_at THEN 1 ELSE 0 END
        FROM clients c WHERE c.id = r.client_id;
      ALTER TABLE authorization_requests ALTER refreshable SET NOT NULL, ALTER identity_version SET NOT NULL;

      ALTER TABLE authorization_codes ADD refreshable boolean, ADD identity_version integer;
      UPDATE authorization_codes k SET refreshable = 'refresh_token' = ANY (c.grant_types),
          identity_version = CASE
            WHEN c.identity_changed_at IS NULL OR c.identity_changed_at < k.created_at THEN 1 ELSE 0 END
        FROM clients c WHERE c.id = k.client_id;
      ALTER TABLE authorization_codes ALTER refreshable SET NOT NULL, ALTER identity_version SET NOT NULL;

      ALTER TABLE clients DROP COLUMN identity_changed_at;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE clients ADD identity_changed_at timestamptz;
      -- The time of the change is unknown; so every decision from before now is void (fail closed).
      -- For an app at its first version, a decision without a version means a change before versions existed.
      UPDATE clients c SET identity_changed_at = clock_timestamp()
        WHERE c.identity_version > 1
          OR EXISTS (SELECT FROM app_standings s
            WHERE s.client_id = c.id AND s.identity_version <> c.identity_version)
          OR EXISTS (SELECT FROM grants g WHERE g.client_id = c.id AND g.kind = 'user' AND g.revoked_at IS NULL
            AND g.identity_version IS DISTINCT FROM c.identity_version)
          OR EXISTS (SELECT FROM authorization_requests r
            WHERE r.client_id = c.id AND r.identity_version <> c.identity_version)
          OR EXISTS (SELECT FROM authorization_codes k
            WHERE k.client_id = c.id AND k.identity_version <> c.identity_version);
      ALTER TABLE authorization_codes DROP refreshable, DROP identity_version;
      ALTER TABLE authorization_requests DROP refreshable, DROP identity_version;
      ALTER TABLE grants DROP refreshable, DROP identity_version;
      ALTER TABLE app_standings DROP identity_version;
      ALTER TABLE clients DROP identity_version;
    `);
  }
}
