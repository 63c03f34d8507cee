import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { newId } from '../../src/kernel/ids.js';
import { mintSecret } from '../../src/kernel/secret.js';
import { secretsInClear } from '../support/dump/check-dump.js';
import { overhear } from '../support/dump/spoken-passwords.js';
import { storeRow } from '../support/rows.js';
import { TestDatabase } from '../support/test-database.js';

const randomText = (): string => randomBytes(32).toString('base64url');
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Every database of a test is searched like this before it is dropped: see `TestDatabase.drop`. */
describe('a secret that is left in a database', () => {
  let database: TestDatabase;
  beforeAll(async () => (database = await TestDatabase.create()));
  afterAll(() => database.drop());
  afterEach(() => database.queryAsOwner('DROP SCHEMA IF EXISTS planted CASCADE'));

  /** One row with these columns, in a table of its own. */
  async function plant(columns: Record<string, string | Buffer>): Promise<string[]> {
    const names = Object.keys(columns);
    const typed = names.map(
      (name) => `${name} ${Buffer.isBuffer(columns[name]) ? 'bytea' : 'text'}`,
    );
    await database.queryAsOwner(
      `CREATE SCHEMA planted; GRANT USAGE ON SCHEMA planted TO runtime;
       CREATE TABLE planted.secrets (${typed.join(', ')}); GRANT INSERT ON planted.secrets TO runtime`,
    );
    await storeRow(database, 'planted.secrets', columns);
    return secretsInClear(await database.dump());
  }

  it.each(['isoa', 'isor', 'isat', 'isoc', 'iscs', 'isrg'] as const)(
    'is found: %s_ (G13)',
    async (kind) => {
      const { text, hash } = mintSecret(kind);
      expect(await plant({ hash })).toEqual([]);
      await database.queryAsOwner('DROP SCHEMA planted CASCADE');
      expect(await plant({ note: `{"a":"${text}"}` })).toEqual([`planted.secrets: ${text}`]);
    },
  );

  it('is found in bytes too (G13)', async () => {
    const { text } = mintSecret('isoa');
    expect(await plant({ token: Buffer.from(text) })).toEqual([`planted.secrets: ${text}`]);
  });

  it('is found by its hash: a session cookie, the token of a reset link (G13)', async () => {
    const token = randomText();
    const path = `https://example.com/password/reset?token=${token}&x=1`;
    expect(await plant({ path })).toEqual([]);
    await database.queryAsOwner('DROP SCHEMA planted CASCADE');
    const found = await plant({ token_hash: sha256(token), path });
    expect(found).toEqual([`planted.secrets: ${token}`]);
  });

  it('is found by its hash: a request_uri, in an address (G13)', async () => {
    const token = randomText();
    const uri = `urn:ietf:params:oauth:request_uri:${token}`;
    const found = await plant({
      uri_hash: sha256(uri),
      query: `request_uri=${encodeURIComponent(uri)}`,
    });
    expect(found).toEqual([`planted.secrets: ${token}`]);
  });

  it('is found by its challenge: the verifier of a code (G13)', async () => {
    const verifier = randomText();
    const challenge = sha256(verifier).toString('base64url');
    expect(await plant({ challenge, verifier })).toEqual([`planted.secrets: ${verifier}`]);
  });

  it('is found: a password that somebody typed (G13)', async () => {
    overhear([['new_password', 'seven brown owls']]);
    expect(await plant({ name: 'my seven brown owls!' })).toEqual([
      'planted.secrets: seven brown owls',
    ]);
  });

  it('is found in the log of a server: a cookie, a verifier (G7)', async () => {
    const [token, verifier] = [randomText(), randomText()];
    await plant({ token_hash: sha256(token), challenge: sha256(verifier).toString('base64url') });
    const log = JSON.stringify({ cookie: `session=${token}`, body: `code_verifier=${verifier}` });
    const found = secretsInClear(await database.dump(), log);
    expect(found).toEqual([`the log: ${token}`, `the log: ${verifier}`]);
  });

  it('keeps its test from passing (G13)', async () => {
    const careless = await TestDatabase.create();
    const { text } = mintSecret('isor');
    await storeRow(careless, 'users', { name: text });
    await expect(careless.drop()).rejects.toThrow(`public.users: ${text}`);
  });

  it.each([
    ['RSA', () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
    ['EC', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
    ['Ed25519', () => generateKeyPairSync('ed25519').privateKey],
  ])('is found: the private half of an %s key, however it is written (G13)', async (_, make) => {
    const key = make();
    const forms = [
      Buffer.from(key.export({ format: 'der', type: 'pkcs8' })),
      String(key.export({ format: 'pem', type: 'pkcs8' })),
      JSON.stringify(key.export({ format: 'jwk' })),
    ];
    for (const form of forms) {
      expect(await plant({ id: newId(), form })).toHaveLength(1);
      await database.queryAsOwner('DROP SCHEMA planted CASCADE');
    }
  });
});
