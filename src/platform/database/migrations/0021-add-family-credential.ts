import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddFamilyCredential1763700000021 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The credential a service proved for these tokens: they are valid while its client has it.
      ALTER TABLE token_families ADD credential_hash bytea;
      UPDATE token_families f SET credential_hash = c.secret_hash
        FROM grants g JOIN clients c ON c.id = g.client_id
        WHERE g.id = f.grant_id AND g.kind = 'service' AND c.secret_hash IS NOT NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The older version revoked tokens when the secret was replaced, and cannot determine them now.
      UPDATE token_families f SET revoked_at = now() FROM grants g
        WHERE g.id = f.grant_id AND g.kind = 'service' AND f.revoked_at IS NULL;
      ALTER TABLE token_families DROP credential_hash;
    `);
  }
}
