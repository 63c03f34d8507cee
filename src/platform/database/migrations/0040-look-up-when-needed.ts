import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LookUpWhenNeeded1763700000040 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // In functions for the reason of 0039. They are PL/pgSQL, which keeps the plan: a function in SQL is planned again by
    // each statement that calls it.
    await db.query(`
      -- Whether a person is not disabled, and has this consent epoch still.
      CREATE FUNCTION has_consent_epoch(person uuid, epoch integer) RETURNS boolean
      LANGUAGE plpgsql STABLE AS $$
      BEGIN
        RETURN EXISTS (
          SELECT FROM users u WHERE u.id = person AND u.disabled_at IS NULL AND u.consent_epoch = epoch);
      END $$;

      -- The client that is described by the metadata document with this URL.
      CREATE FUNCTION client_of_document(uri text) RETURNS uuid
      LANGUAGE plpgsql STABLE STRICT AS $$
      BEGIN
        RETURN (SELECT c.id FROM clients c WHERE c.metadata_uri = uri);
      END $$;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP FUNCTION client_of_document; DROP FUNCTION has_consent_epoch;`);
  }
}
