import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { OAuthError } from '../../../../src/kernel/errors/oauth-error.js';
import { verifySignature } from '../../../../src/modules/clients/internal/keys/verify-signature.js';

const MOST_KEYS = 20;

interface Pair {
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

async function makePair(_: unknown, index: number): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid: `key-${String(index)}` } };
}

describe('the key that an assertion is verified with', () => {
  let pairs: Pair[];
  let verifications: jest.SpyInstance;
  beforeAll(async () => (pairs = await Promise.all(Array.from({ length: MOST_KEYS }, makePair))));
  beforeEach(() => (verifications = jest.spyOn(crypto.subtle, 'verify')));
  afterEach(() => verifications.mockRestore());

  const sign = ({ privateKey }: Pair, kid: string | undefined) =>
    new SignJWT({ sub: 'app' })
      .setProtectedHeader({ alg: 'ES256', ...(kid === undefined ? {} : { kid }) })
      .sign(privateKey);
  const outcome = async (signer: Pair, kid: string | undefined, keys = pairs) => {
    const assertion = await sign(signer, kid);
    const keySet = { keys: keys.map(({ jwk }) => jwk) };
    const result = await verifySignature(assertion, () => Promise.resolve(keySet)).then(
      ({ claims }) => claims.sub,
      (error: unknown) => (error as OAuthError).code,
    );
    return [result, verifications.mock.calls.length];
  };
  const last = (): Pair => pairs.at(-1) as Pair;

  it('is the one that it names, and no other is tried (CA-07, G4)', async () => {
    expect(await outcome(last(), last().jwk.kid)).toEqual(['app', 1]);
  });

  it('is tried once if it did not sign (CA-07, G4)', async () => {
    expect(await outcome(last(), 'key-0')).toEqual(['invalid_client', 1]);
  });

  it.each([undefined, 'unknown', '__proto__'])(
    'is none if there are several and it names %s (CA-07, G4)',
    async (kid) => {
      expect(await outcome(last(), kid)).toEqual(['invalid_client', 0]);
    },
  );

  it('need not be named if there is one, and must fit if it is (CA-07)', async () => {
    expect(await outcome(last(), undefined, [last()])).toEqual(['app', 1]);
    verifications.mockClear();
    expect(await outcome(last(), 'key-0', [last()])).toEqual(['invalid_client', 0]);
  });

  it('is none of a set that is not in order (CA-07, G4)', async () => {
    expect(await outcome(last(), last().jwk.kid, [...pairs, last()])).toEqual([
      'invalid_client',
      0,
    ]);
    const unnamed = { ...last(), jwk: { ...last().jwk, kid: undefined } } as unknown as Pair;
    expect(await outcome(last(), 'key-0', [pairs[0] as Pair, unnamed])).toEqual([
      'invalid_client',
      0,
    ]);
  });
});
