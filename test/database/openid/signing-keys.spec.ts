import { createLocalJWKSet, jwtVerify, SignJWT, type JWK } from 'jose';
import { KeySeal } from '../../../src/modules/openid/internal/key-seal.js';
import { RotateSigningKeys } from '../../../src/modules/openid/rotate-signing-keys.js';
import { SigningKeys } from '../../../src/modules/openid/signing-keys.service.js';
import { UnreadableKeysError } from '../../../src/modules/openid/unreadable-keys-error.js';
import { SecretKey } from '../../../src/platform/config/secret-key.js';
import { TestApp } from '../../support/test-app.js';

interface Row {
  readonly [column: string]: unknown;
  readonly kid: string;
  readonly algorithm: string;
  readonly sealed_private_key: string | null;
}

const ALGORITHMS = ['ES256', 'EdDSA', 'RS256'] as const;

describe('the signing keys', () => {
  let server: TestApp;
  let keys: SigningKeys;
  let rotation: RotateSigningKeys;
  const replicas: TestApp[] = [];

  beforeEach(async () => {
    server = await TestApp.start();
    keys = server.app.get(SigningKeys);
    rotation = server.app.get(RotateSigningKeys);
  });
  afterEach(async () => {
    for (const replica of replicas.splice(0)) await replica.stop();
    await server.stop();
  });

  const rows = (where = 'true') =>
    server.database.query<Row>(
      `SELECT kid, algorithm, sealed_private_key FROM signing_keys WHERE ${where} ORDER BY algorithm`,
    );
  const kids = async (where: string) => (await rows(where)).map(({ kid }) => kid);
  const CURRENT = 'activated_at IS NOT NULL AND retired_at IS NULL';
  const NEXT = 'activated_at IS NULL';

  async function sign(by: SigningKeys = keys): Promise<string> {
    const { kid, algorithm, privateKey } = await by.current('RS256');
    return new SignJWT({ sub: 'x' }).setProtectedHeader({ alg: algorithm, kid }).sign(privateKey);
  }
  const verify = async (token: string, by: SigningKeys = keys) =>
    jwtVerify(token, createLocalJWKSet({ keys: [...(await by.published())] as JWK[] }));

  it('are made once, though several servers start at once', async () => {
    replicas.push(...(await Promise.all([1, 2, 3].map(() => server.startReplica()))));
    const all = [server, ...replicas].map(({ app }) => app.get(SigningKeys));
    await Promise.all(all.map((each) => each.prepare()));
    expect(await rows()).toHaveLength(6);
    const [first, ...others] = await Promise.all(all.map((each) => each.current('RS256')));
    for (const other of others) expect(other.kid).toBe(first?.kid);
    await verify(await sign(all[1]), all[2]);
    const made = await server.database.query(
      `SELECT FROM audit_events WHERE type = 'signing_keys.made'`,
    );
    expect(made).toHaveLength(1);
  });

  it('rotate: the next one signs, and what the last one signed still verifies (OIDC-03)', async () => {
    const before = await sign();
    const [current, next] = [await kids(CURRENT), await kids(NEXT)];
    const report = await rotation.execute('rotate');
    expect(await kids(CURRENT)).toEqual(next);
    expect(report.filter(({ stage }) => stage === 'retired')).toHaveLength(ALGORITHMS.length);
    expect(await kids('retired_at IS NOT NULL')).toEqual(current);
    const after = await sign();
    await verify(before);
    expect((await verify(after)).protectedHeader.kid).toBe((await keys.current('RS256')).kid);
    expect((await verify(before)).protectedHeader.kid).not.toBe((await keys.current('RS256')).kid);
  });

  it('were published before they signed, so that a cached set knows them', async () => {
    await keys.prepare();
    const cached = await keys.published();
    await rotation.execute('rotate');
    const { kid } = await keys.current('ES256');
    expect(cached.map((key) => key.kid)).toContain(kid);
  });

  it('lose their private part with their last signature, and are forgotten after a day', async () => {
    await keys.prepare();
    const old = await kids(CURRENT);
    await rotation.execute('rotate');
    for (const { sealed_private_key } of await rows('retired_at IS NOT NULL')) {
      expect(sealed_private_key).toBeNull();
    }
    await server.database.query(
      `UPDATE signing_keys SET retired_at = now() - interval '25 hours' WHERE retired_at IS NOT NULL`,
    );
    keys.forget();
    expect((await keys.published()).map(({ kid }) => kid)).not.toContain(old[0]);
    await rotation.execute('rotate');
    expect(await kids('retired_at IS NOT NULL')).not.toContain(old[0]);
  });

  it('lie in the database with their private parts sealed (G13)', async () => {
    await keys.prepare();
    const seal = new KeySeal(server.app.get(SecretKey));
    const stored = await rows();
    const dump = JSON.stringify(await server.database.query('SELECT * FROM signing_keys'));
    for (const { kid, sealed_private_key } of stored) {
      const jwk = (await seal.open(kid, sealed_private_key ?? '')) as Record<string, string>;
      for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi'].filter((name) => name in jwk)) {
        expect(dump).not.toContain(jwk[member]);
        const bytes = Buffer.from(jwk[member] ?? '', 'base64url');
        expect(dump).not.toContain(bytes.toString('hex'));
        expect(dump).not.toContain(bytes.toString('base64'));
      }
    }
    expect(dump).not.toMatch(/"(d|p|q|dp|dq|qi)"/);
  });

  it('open for no other row than their own', async () => {
    await keys.prepare();
    const [one, other] = await rows(CURRENT);
    const seal = new KeySeal(server.app.get(SecretKey));
    await expect(seal.open(one?.kid ?? '', other?.sealed_private_key ?? '')).rejects.toThrow(
      UnreadableKeysError,
    );
  });

  it('are never replaced in silence by a server with another SECRET_KEY', async () => {
    await keys.prepare();
    const before = await rows();
    const stranger = await server.startReplica(
      {},
      new SecretKey('another key of 32 characters ....'),
    );
    replicas.push(stranger);
    const theirs = stranger.app.get(SigningKeys);
    await expect(theirs.prepare()).rejects.toThrow(/SECRET_KEY.*keys:rotate -- --discard/s);
    await expect(theirs.current('RS256')).rejects.toThrow(UnreadableKeysError);
    // Not even where one is missing.
    await server.database.query(`DELETE FROM signing_keys WHERE ${NEXT} AND algorithm = 'ES256'`);
    theirs.forget();
    await expect(theirs.prepare()).rejects.toThrow(UnreadableKeysError);
    const rotate = stranger.app.get(RotateSigningKeys).execute('rotate');
    await expect(rotate).rejects.toThrow(UnreadableKeysError);
    expect(before).toEqual(expect.arrayContaining(await rows()));
    expect(await rows()).toHaveLength(5);
  });

  it('can be thrown away, all of them, and made anew', async () => {
    const before = await sign();
    await rotation.execute('discard');
    await expect(verify(before)).rejects.toThrow('no applicable key');
    await verify(await sign());
    expect(await rows()).toHaveLength(6);
  });
});
