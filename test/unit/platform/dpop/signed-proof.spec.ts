import { calculateJwkThumbprint } from 'jose';
import { OAuthError } from '../../../../src/kernel/errors/oauth-error.js';
import { readProofKey } from '../../../../src/platform/dpop/signed-proof.js';

/** RFC 7638 §3.1, and RFC 8037 appendix A.3. */
const RSA = {
  kty: 'RSA',
  n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
  e: 'AQAB',
};
const ED25519 = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
const REFUSED = 'invalid_dpop_proof';

function faultOf(key: unknown): string {
  try {
    readProofKey(key);
    return 'accepted';
  } catch (error) {
    return error instanceof OAuthError ? error.code : String(error);
  }
}

describe('the key in a proof', () => {
  it('has the thumbprint that the standards work out (DPOP-05)', async () => {
    const keys = [RSA, ED25519].map(readProofKey);
    expect(await Promise.all(keys.map((key) => calculateJwkThumbprint(key)))).toEqual([
      'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
      'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
    ]);
  });

  it('is its own members and nothing else, which could speak for another key (DPOP-02)', () => {
    const more = {
      alg: 'none',
      use: 'enc',
      kid: 'x',
      x5c: ['MIIB'],
      x5u: 'https://evil.example',
      y: 7,
    };
    expect(readProofKey({ ...more, ...ED25519 })).toEqual(ED25519);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'key'],
    ['a list', [ED25519]],
    ['a secret', { kty: 'oct', k: 'AAAA' }],
    ['a type that is a trap', { kty: '__proto__' }],
    ['a private key', { ...ED25519, d: 'AAAA' }],
    ['a private key in part', { ...RSA, p: 'AAAA' }],
    ['a key that has a secret too', { ...ED25519, k: 'AAAA' }],
    ['a key with a part missing', { ...ED25519, x: undefined }],
    ['a key with a part that is no text', { ...ED25519, x: 7 }],
    ['a key with other characters', { ...ED25519, x: `${ED25519.x.slice(1)}=` }],
    ['an RSA key of 8192 bits', { ...RSA, n: 'A'.repeat(1_366) }],
    ['an RSA key with an exponent as long as itself', { ...RSA, e: RSA.n }],
    ['a point far out', { kty: 'EC', crv: 'P-256', x: 'A'.repeat(101), y: 'AAAA' }],
  ])('is not %s (DPOP-02)', (_name, key) => {
    expect(faultOf(key)).toBe(REFUSED);
  });

  it('may be an RSA key of 4096 bits', () => {
    expect(faultOf({ ...RSA, n: `u${'A'.repeat(682)}` })).toBe('accepted');
  });
});
