import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddEpochs1763700000022 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE users
        -- Rises with every new password; a browser session is valid under the epoch it began with.
        ADD password_epoch integer NOT NULL DEFAULT 1,
        -- Rises when all grants of the person are voided; a grant is valid under the epoch it was made with.
        ADD consent_epoch integer NOT NULL DEFAULT 1;

      ALTER TABLE browser_sessions
        ADD password_epoch integer,
        -- A session ends by an update: deleting its row would wait for transactions that refer to it.
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
      -- A time cannot express which grants were voided, so all grants of these people are void. A person at the first
      -- epoch may have grants that were voided before epochs existed, until they are closed.
      UPDATE users u SET grants_valid_after = clock_timestamp()
        WHERE u.consent_epoch > 1
          OR EXISTS (SELECT FROM grants g
            WHERE g.user_id = u.id AND g.revoked_at IS NULL AND g.consent_epoch <> u.consent_epoch)
          OR EXISTS (SELECT FROM memberships m JOIN grant_projects gp ON gp.membership_id = m.id
            WHERE m.user_id = u.id AND gp.revoked_at IS NULL AND gp.consent_epoch <> u.consent_epoch);
      -- A session of an older password has ended, too, although its row does not show it.
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
