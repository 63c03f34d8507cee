import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { newId } from '../../../src/kernel/ids.js';
import { holdsCredential } from '../../../src/modules/clients/client-credential.js';
import { AccessTokenVerifier } from '../../../src/modules/tokens/internal/access-token-verifier.js';
import { storeRow } from '../../support/rows.js';
import { ServiceApp } from '../../support/service-app.js';
import { TestApp } from '../../support/test-app.js';

/** The tokens of a service depend on the secret or key used for them. */
describe('what the tokens of a service rest on', () => {
  let server: TestApp;
  let app: ServiceApp;
  let token: string;
  let familyId: string;

  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);
  const works = async (): Promise<boolean> => {
    const verifier = server.app.get(AccessTokenVerifier);
    const both = [await verifier.verify(token), await verifier.verifyInProject(token, newId())];
    expect(new Set(both.map((access) => access === null)).size).toBe(1);
    return both[0] !== null;
  };
  const makeJwk = async (alg: string): Promise<JWK> => ({
    ...(await exportJWK((await generateKeyPair(alg)).publicKey)),
    kid: 'one',
    alg,
  });
  const thumbprintOf = async (key: JWK): Promise<Buffer> =>
    Buffer.from(await calculateJwkThumbprint(key), 'base64url');
  const setKeys = (jwks: string | null, jwksUri: string | null) =>
    change(
      `UPDATE clients SET token_endpoint_auth_method = 'private_key_jwt', secret_hash = NULL,
         jwks = $2, jwks_uri = $3 WHERE id = $1`,
      app.clientUuid,
      jwks,
      jwksUri,
    );
  const setKeySet = (...keys: JWK[]) => setKeys(JSON.stringify({ keys }), null);
  const restOn = async (key: JWK) =>
    change(
      'UPDATE token_families SET credential_hash = $2 WHERE id = $1',
      familyId,
      await thumbprintOf(key),
    );

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    app = await ServiceApp.connect(server);
    ({ token, familyId } = await app.getAccessToken());
  });

  it('is a secret: with another one in its place they end (G12)', async () => {
    expect(await works()).toBe(true);
    await change(`UPDATE clients SET secret_hash = '\\x00' WHERE id = $1`, app.clientUuid);
    expect(await works()).toBe(false);
  });

  it('is something: without it they never worked', async () => {
    await change('UPDATE token_families SET credential_hash = NULL WHERE id = $1', familyId);
    expect(await works()).toBe(false);
  });

  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'])(
    'is a key for %s in the registration, until it is left out (G12)',
    async (alg) => {
      const [key, other] = [await makeJwk(alg), await makeJwk(alg)];
      await setKeySet(other, key);
      expect(await works()).toBe(false);
      await restOn(key);
      expect(await works()).toBe(true);
      await setKeySet(other);
      expect(await works()).toBe(false);
    },
  );

  it('is a key that the app publishes, until our copy of its key set lacks it (G12)', async () => {
    const [key, other] = [await makeJwk('ES256'), await makeJwk('ES256')];
    const uri = `https://keys.example/${app.clientUuid}`;
    const publish = (...keys: JWK[]) =>
      change('UPDATE client_key_sets SET keys = $2 WHERE uri = $1', uri, JSON.stringify({ keys }));
    const kept = { uri, keys: { keys: [] }, fresh_until: new Date() };
    await storeRow(server.database, 'client_key_sets', kept);
    await publish(key, other);
    await setKeys(null, uri);
    await restOn(key);
    expect(await works()).toBe(true);
    await publish(other);
    expect(await works()).toBe(false);
  });

  it('is found by the thumbprint that libraries make of a key (RFC 7638)', async () => {
    for (const alg of ['RS256', 'ES256', 'EdDSA']) {
      const key = await makeJwk(alg);
      const rows = await change(
        `SELECT FROM (SELECT NULL::bytea AS secret_hash, NULL::bytea AS older_secret_hash,
           NULL::timestamptz AS older_secret_ends_at, $2::jsonb AS jwks, NULL::text AS jwks_uri) c
         WHERE ${holdsCredential('$1::bytea')}`,
        await thumbprintOf(key),
        JSON.stringify({ keys: [key] }),
      );
      expect(rows).toHaveLength(1);
    }
  });
});
