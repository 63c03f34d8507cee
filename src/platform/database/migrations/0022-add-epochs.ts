import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddEpochs1763700000022 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE users
        -- Rises with every new password; a browser session rests on the one it was begun with.
        ADD password_epoch integer NOT NULL DEFAULT 1,
        -- Rises when everything the person allowed is voided; what they allow rests on the one it was allowed under.
        ADD consent_epoch integer NOT NULL DEFAULT 1;

      ALTER TABLE browser_sessions
        ADD password_epoch integer,
        -- A session ends by an update: deleting its row would wait for whoever is using it.
        ADD ended_at timestamptz;
      UPDATE browser_sessions SET password_epoch = 1 WHERE user_id IS NOT NULL;
      ALTER TABLE browser_sessions
        ADD CONSTRAINT ck_browser_sessions_password CHECK ((user_id IS NULL) = (password_epoch IS NULL));

      ALTER TABLE known_browsers ADD password_epoch integer NOT NULL DEFAULT 1;

      ALTER TABLE grants ADD consent_epoch integer NOT NULL DEFAULT 1;
      ALTER TABLE grant_projects ADD consent_epoch integer NOT NULL DEFAULT 1;
      UPDATE grants g SET consent_epoch = 0 FROM users u
        WHERE u.id = g.user_id AND g.authorized_at < u.grants_valid_after;
      UPDATE grant_projects gp SET consent_epoch = 0 FROM memberships m JOIN users u ON u.id = m.user_id
        WHERE m.id = gp.membership_id AND gp.created_at < u.grants_valid_after;
      ALTER TABLE users DROP grants_valid_after;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE users ADD grants_valid_after timestamptz NOT NULL DEFAULT '-infinity';
      -- Which grants were voided cannot be said by a moment any more: these people are asked again. One who is at the
      -- first epoch still has what was voided before there were any, until it is closed.
      UPDATE users u SET grants_valid_after = clock_timestamp()
        WHERE u.consent_epoch > 1
          OR EXISTS (SELECT FROM grants g
            WHERE g.user_id = u.id AND g.revoked_at IS NULL AND g.consent_epoch <> u.consent_epoch)
          OR EXISTS (SELECT FROM memberships m JOIN grant_projects gp ON gp.membership_id = m.id
            WHERE m.user_id = u.id AND gp.revoked_at IS NULL AND gp.consent_epoch <> u.consent_epoch);
      -- A session that rests on an older password is over, too, although nothing says so in its row.
      DELETE FROM browser_sessions s WHERE s.ended_at IS NOT NULL
        OR EXISTS (SELECT FROM users u WHERE u.id = s.user_id AND u.password_epoch <> s.password_epoch);
      DELETE FROM known_browsers b USING users u WHERE u.id = b.user_id AND u.password_epoch <> b.password_epoch;
      ALTER TABLE known_browsers DROP password_epoch;
      ALTER TABLE grant_projects DROP consent_epoch;
      ALTER TABLE grants DROP consent_epoch;
      ALTER TABLE browser_sessions
        DROP CONSTRAINT ck_browser_sessions_password, DROP ended_at, DROP password_epoch;
      ALTER TABLE users DROP consent_epoch, DROP password_epoch;
    `);
  }
}
