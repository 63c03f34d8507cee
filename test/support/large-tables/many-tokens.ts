import { newId } from '../../../src/kernel/ids.js';
import type { TestDatabase } from '../test-database.js';

const A_MILLION = 1_000_000;
/** The number of those of a service, each in a family of its own; the others belong to one person, in one family. */
const OF_SERVICE = 200_000;
const SPENT = 100_000;

/** Inserting in key order is much faster. */
const uuidOf = (number: string): string => `lpad(to_hex(${number}), 32, '0')::uuid`;
const hashOf = (number: string): string => `decode(lpad(to_hex(${number}), 64, '0'), 'hex')`;

const insertFamilies = (grantId: string, id: string, count: number): string =>
  `INSERT INTO token_families (id, grant_id, scopes)
   SELECT ${id}, '${grantId}', '{segments:read}' FROM generate_series(1, ${String(count)}) i`;

/**
 * A million expired access tokens of a person and a service, as on a busy server without a sweep, and a hundred
 * thousand consumed refresh tokens of the person's family.
 */
export async function addManyTokens(
  database: TestDatabase,
  grants: { readonly ofPerson: string; readonly ofService: string },
): Promise<void> {
  const familyId = newId();
  await database.fill(
    // `UNLOGGED` is faster, and no crash is tested here.
    'ALTER TABLE access_tokens SET UNLOGGED',
    'ALTER TABLE refresh_tokens SET UNLOGGED',
    insertFamilies(grants.ofPerson, `'${familyId}'`, 1),
    insertFamilies(grants.ofService, uuidOf('i'), OF_SERVICE),
    `INSERT INTO access_tokens (id, token_hash, family_id, expires_at)
     SELECT ${uuidOf('i')}, ${hashOf('i')}, CASE WHEN i > ${String(OF_SERVICE)} THEN '${familyId}' ELSE ${uuidOf('i')} END,
       now() - interval '2 hours' + i * interval '1 ms' FROM generate_series(1, ${String(A_MILLION)}) i`,
    `INSERT INTO refresh_tokens (id, token_hash, family_id, expires_at, consumed_at)
     SELECT ${uuidOf('i')}, ${hashOf('i')}, '${familyId}', now() + interval '20 days', now()
     FROM generate_series(1, ${String(SPENT)}) i`,
    `INSERT INTO refresh_tokens (id, token_hash, family_id, expires_at)
     VALUES (gen_random_uuid(), ${hashOf('0')}, '${familyId}', now() + interval '30 days')`,
    'ANALYZE access_tokens, refresh_tokens, token_families, grants',
  );
}
