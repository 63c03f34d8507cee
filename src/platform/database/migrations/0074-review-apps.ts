import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Versions of apps that staff review, what happened to each, and the domains that organisations have proven. */
export class ReviewApps1763700000074 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE app_versions (
        id uuid CONSTRAINT pk_app_versions PRIMARY KEY,
        client_id uuid NOT NULL CONSTRAINT fk_app_versions_client REFERENCES clients ON DELETE CASCADE,
        kind text NOT NULL CONSTRAINT ck_app_versions_kind CHECK (kind IN ('verification', 'change', 'listing')),
        state text NOT NULL CONSTRAINT ck_app_versions_state CHECK
          (state IN ('draft', 'submitted', 'in_review', 'changes_requested', 'approved', 'rejected', 'withdrawn')),
        appeal text NOT NULL DEFAULT 'none' CONSTRAINT ck_app_versions_appeal CHECK (appeal IN ('none', 'open', 'decided')),
        round integer NOT NULL DEFAULT 0,
        metadata jsonb NOT NULL,
        profile jsonb NOT NULL,
        answers jsonb NOT NULL DEFAULT '{}',
        changed text[] NOT NULL DEFAULT '{}',
        approved_scopes text[],
        reviewer_id uuid CONSTRAINT fk_app_versions_reviewer REFERENCES users,
        rejected_by uuid CONSTRAINT fk_app_versions_rejected_by REFERENCES users,
        created_at timestamptz NOT NULL DEFAULT now(),
        submitted_at timestamptz,
        due_at timestamptz,
        state_changed_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT ck_app_versions_size CHECK (octet_length(metadata::text) <= 65536
          AND octet_length(profile::text) <= 131072 AND octet_length(answers::text) <= 65536),
        CONSTRAINT ck_app_versions_reviewer CHECK ((state = 'in_review') = (reviewer_id IS NOT NULL)),
        CONSTRAINT ck_app_versions_submitted CHECK
          (state IN ('draft', 'withdrawn') OR num_nonnulls(submitted_at, due_at) = 2)
      );
      CREATE UNIQUE INDEX ux_app_versions_open ON app_versions (client_id)
        WHERE state IN ('draft', 'submitted', 'in_review', 'changes_requested');
      CREATE INDEX ix_app_versions_client ON app_versions (client_id, id);
      CREATE INDEX ix_app_versions_queue ON app_versions (submitted_at, id) WHERE state IN ('submitted', 'in_review');
      CREATE INDEX ix_app_versions_reviewer ON app_versions (reviewer_id) WHERE reviewer_id IS NOT NULL;
      CREATE INDEX ix_app_versions_rejected_by ON app_versions (rejected_by) WHERE rejected_by IS NOT NULL;
      CREATE INDEX ix_app_versions_ended ON app_versions (state_changed_at, id)
        WHERE state IN ('approved', 'rejected', 'withdrawn');
      CREATE TABLE app_version_events (
        id uuid CONSTRAINT pk_app_version_events PRIMARY KEY,
        version_id uuid NOT NULL CONSTRAINT fk_app_version_events_version REFERENCES app_versions ON DELETE CASCADE,
        round integer NOT NULL,
        action text NOT NULL CONSTRAINT ck_app_version_events_action CHECK
          (action IN ('submit', 'withdraw', 'appeal', 'take', 'release', 'approve', 'request_changes', 'reject')),
        actor_id uuid CONSTRAINT fk_app_version_events_actor REFERENCES users,
        reason text CONSTRAINT ck_app_version_events_reason CHECK (char_length(reason) <= 4000),
        comments jsonb NOT NULL DEFAULT '{}' CONSTRAINT ck_app_version_events_comments CHECK
          (octet_length(comments::text) <= 65536),
        at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ix_app_version_events_version ON app_version_events (version_id, id);
      CREATE INDEX ix_app_version_events_actor ON app_version_events (actor_id) WHERE actor_id IS NOT NULL;
      CREATE TABLE app_answers (
        client_id uuid CONSTRAINT pk_app_answers PRIMARY KEY
          CONSTRAINT fk_app_answers_client REFERENCES clients ON DELETE CASCADE,
        answers jsonb NOT NULL CONSTRAINT ck_app_answers_size CHECK (octet_length(answers::text) <= 65536),
        changed_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE domain_proofs (
        client_id uuid CONSTRAINT fk_domain_proofs_client REFERENCES clients ON DELETE CASCADE,
        host text CONSTRAINT ck_domain_proofs_host CHECK (char_length(host) <= 253),
        state text NOT NULL CONSTRAINT ck_domain_proofs_state CHECK (state IN ('pending', 'proven', 'lost')),
        method text CONSTRAINT ck_domain_proofs_method CHECK (method IN ('dns', 'file')),
        failure text CONSTRAINT ck_domain_proofs_failure CHECK
          (failure IN ('nothing_found', 'another_token', 'unreachable', 'asked_too_often')),
        checked_at timestamptz NOT NULL DEFAULT now(),
        proven_at timestamptz,
        CONSTRAINT pk_domain_proofs PRIMARY KEY (client_id, host),
        CONSTRAINT ck_domain_proofs_proven CHECK
          (state = 'pending' OR proven_at IS NOT NULL AND method IS NOT NULL),
        CONSTRAINT ck_domain_proofs_why CHECK ((state = 'proven') = (failure IS NULL))
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE domain_proofs, app_answers, app_version_events, app_versions');
  }
}
