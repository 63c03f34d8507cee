import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAccounts1763700000002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE users (
        id                 uuid        NOT NULL CONSTRAINT pk_users PRIMARY KEY,
        email              text        NOT NULL,
        name               text        NOT NULL,
        password_hash      text        NOT NULL,
        -- Token families begun earlier are void: a password reset moves this forward.
        grants_valid_after timestamptz NOT NULL DEFAULT '-infinity',
        created_at         timestamptz NOT NULL DEFAULT now(),
        disabled_at        timestamptz,
        CONSTRAINT ck_users_email_lower CHECK (email = lower(email))
      );
      CREATE UNIQUE INDEX ux_users_email ON users (email);

      CREATE TABLE browser_sessions (
        id               uuid        NOT NULL CONSTRAINT pk_browser_sessions PRIMARY KEY,
        token_hash       bytea       NOT NULL,
        csrf_token       text        NOT NULL,
        user_id          uuid        CONSTRAINT fk_browser_sessions_user REFERENCES users (id) ON DELETE CASCADE,
        authenticated_at timestamptz,
        created_at       timestamptz NOT NULL DEFAULT now(),
        expires_at       timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX ux_browser_sessions_token ON browser_sessions (token_hash);
      CREATE INDEX ix_browser_sessions_user ON browser_sessions (user_id);
      CREATE INDEX ix_browser_sessions_expiry ON browser_sessions (expires_at);

      -- Paths to return to after a sign-in; the browser only carries the id.
      CREATE TABLE sign_in_returns (
        id         uuid        NOT NULL CONSTRAINT pk_sign_in_returns PRIMARY KEY,
        session_id uuid        NOT NULL CONSTRAINT fk_sign_in_returns_session REFERENCES browser_sessions (id) ON DELETE CASCADE,
        path       text        NOT NULL,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX ix_sign_in_returns_session ON sign_in_returns (session_id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE sign_in_returns; DROP TABLE browser_sessions; DROP TABLE users;`);
  }
}
