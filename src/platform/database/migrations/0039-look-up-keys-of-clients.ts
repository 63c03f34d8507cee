import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LookUpKeysOfClients1763700000039 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // In a function, because statements that verify a token would otherwise set up this search at each execution, also
    // for the tokens of people, which do not need it: a sixth of their cost.
    await db.query(`
      -- Whether a client's key set, its own or that of its URI, has the key with this thumbprint (RFC 7638 §3). A key of
      -- an unsupported type has no thumbprint.
      CREATE FUNCTION client_has_key(key_set jsonb, key_set_uri text, thumbprint bytea) RETURNS boolean
      LANGUAGE sql STABLE
      BEGIN ATOMIC
        SELECT EXISTS (
          SELECT FROM jsonb_array_elements(
            coalesce(key_set, (SELECT s.keys FROM client_key_sets s WHERE s.uri = key_set_uri)) -> 'keys') AS key
          WHERE sha256(convert_to(CASE key ->> 'kty'
            WHEN 'RSA' THEN format('{"e":"%s","kty":"RSA","n":"%s"}', key ->> 'e', key ->> 'n')
            WHEN 'EC' THEN format('{"crv":"%s","kty":"EC","x":"%s","y":"%s"}', key ->> 'crv', key ->> 'x', key ->> 'y')
            WHEN 'OKP' THEN format('{"crv":"%s","kty":"OKP","x":"%s"}', key ->> 'crv', key ->> 'x')
          END, 'UTF8')) = thumbprint);
      END;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP FUNCTION client_has_key;`);
  }
}
