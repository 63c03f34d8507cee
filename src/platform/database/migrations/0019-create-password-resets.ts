import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePasswordResets1763700000019 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The valid reset link of a person; a new one replaces it.
      CREATE TABLE password_resets (
        user_id    uuid        NOT NULL CONSTRAINT pk_password_resets PRIMARY KEY
                               CONSTRAINT fk_password_resets_user REFERENCES users (id) ON DELETE CASCADE,
        token_hash bytea       NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX ux_password_resets_token ON password_resets (token_hash);
      CREATE INDEX ix_password_resets_expiry ON password_resets (expires_at);

      -- Browsers in which a person has signed in before: guesses from elsewhere do not delay them.
      CREATE TABLE known_browsers (
        token_hash bytea       NOT NULL,
        user_id    uuid        NOT NULL CONSTRAINT fk_known_browsers_user REFERENCES users (id) ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        CONSTRAINT pk_known_browsers PRIMARY KEY (token_hash, user_id)
      );
      CREATE INDEX ix_known_browsers_user ON known_browsers (user_id);
      CREATE INDEX ix_known_browsers_expiry ON known_browsers (expires_at);

      -- Leaky buckets of wrong passwords. Unlogged: a crash resets them, which is harmless.
      CREATE UNLOGGED TABLE sign_in_attempts (
        key      bytea       NOT NULL CONSTRAINT pk_sign_in_attempts PRIMARY KEY,
        -- When the bucket is empty; its level follows from that.
        empty_at timestamptz NOT NULL,
        -- No attempt before.
        open_at  timestamptz NOT NULL
      );
      CREATE INDEX ix_sign_in_attempts_expiry ON sign_in_attempts (empty_at);

      -- Wrong passwords of one minute, to be written as one audit event.
      CREATE TABLE failed_sign_ins (
        minute    timestamptz NOT NULL,
        account   text        NOT NULL,
        failures  integer     NOT NULL,
        addresses text[]      NOT NULL,
        emails    text[]      NOT NULL,
        CONSTRAINT pk_failed_sign_ins PRIMARY KEY (minute, account)
      );

      -- A new address is unverified, and a reset link that was sent to the old one is invalid.
      CREATE FUNCTION forget_email_proof() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.email_verified_at := NULL;
        DELETE FROM password_resets WHERE user_id = NEW.id;
        RETURN NEW;
      END $$;
      CREATE TRIGGER users_forget_email_proof BEFORE UPDATE OF email ON users
        FOR EACH ROW WHEN (NEW.email IS DISTINCT FROM OLD.email) EXECUTE FUNCTION forget_email_proof();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TRIGGER users_forget_email_proof ON users; DROP FUNCTION forget_email_proof();
      DROP TABLE failed_sign_ins; DROP TABLE sign_in_attempts; DROP TABLE known_browsers; DROP TABLE password_resets;
    `);
  }
}
