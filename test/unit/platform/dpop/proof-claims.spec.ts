import { createHash } from 'node:crypto';
import type { OAuthError } from '../../../../src/kernel/errors/oauth-error.js';
import { checkClaims, readLife } from '../../../../src/platform/dpop/proof-claims.js';

const INVALID = 'invalid_dpop_proof';
const TOKEN = 'isoa_token';
const request = {
  issuer: 'https://auth.example',
  method: 'GET',
  target: '/v1/?_limit=1',
  accessToken: TOKEN,
};
const claims = {
  htm: 'GET',
  htu: 'https://auth.example/v1/',
  ath: createHash('sha256').update(TOKEN).digest('base64url'),
};

/** The code of the error, if one is thrown. */
function faultOf(check: () => unknown): string | undefined {
  try {
    check();
  } catch (error) {
    return (error as OAuthError).code;
  }
  return undefined;
}

describe('what a proof says', () => {
  it('fits its request', () => expect(() => checkClaims(claims, request)).not.toThrow());

  it('needs no hash where there is no token', () => {
    expect(() =>
      checkClaims({ ...claims, ath: undefined }, { ...request, accessToken: null }),
    ).not.toThrow();
  });

  it.each([
    ['another method', { htm: 'POST' }],
    ['small letters', { htm: 'get' }],
    ['no method', { htm: undefined }],
    ['another URI', { htu: 'https://auth.example/v1' }],
    ['a list of URIs', { htu: [claims.htu] }],
    ['no hash', { ath: undefined }],
    ['the hash in hexadecimal', { ath: createHash('sha256').update(TOKEN).digest('hex') }],
    ['a padded hash', { ath: `${claims.ath}=` }],
  ])('does not fit with %s (DPOP-02, DPOP-06)', (_, spoiled) =>
    expect(faultOf(() => checkClaims({ ...claims, ...spoiled }, request))).toBe(INVALID),
  );

  it('makes it good for a minute from when it was made (DPOP-10)', () =>
    expect(readLife({ jti: 'a', iat: 1_000 }, null)).toEqual({
      id: 'a',
      from: 1_000,
      until: 1_060,
    }));

  it.each([0, 1_000, 9_999_999])(
    'lives as long as its nonce of ours, though its own clock says %d (DPOP-10)',
    (iat) => {
      const nonce = { from: 5_940, until: 6_120 };
      expect(readLife({ jti: 'a', iat }, nonce)).toEqual({ id: 'a', ...nonce });
      expect(readLife({ jti: 'a', iat, nbf: 6_000, exp: 6_010 }, nonce)).toEqual({
        id: 'a',
        from: 6_000,
        until: 6_010,
      });
      expect(faultOf(() => readLife({ jti: 'a' }, nonce))).toBe(INVALID);
    },
  );

  it('can only make that shorter', () => {
    expect(readLife({ jti: 'a', iat: 1_000, nbf: 1_030, exp: 1_050 }, null)).toEqual({
      id: 'a',
      from: 1_030,
      until: 1_050,
    });
    expect(readLife({ jti: 'a', iat: 1_000, nbf: 900, exp: 9_000 }, null)).toEqual({
      id: 'a',
      from: 1_000,
      until: 1_060,
    });
  });

  it.each([
    ['no id', { jti: undefined }],
    ['an empty id', { jti: '' }],
    ['an id that is a list', { jti: ['a'] }],
    ['no time', { iat: undefined }],
    ['a time as text', { iat: '1000' }],
    ['a negative time', { iat: -1 }],
    ['a time beyond all calendars', { iat: 1e15 }],
    ['an end that is no time', { exp: 'never' }],
    ['a beginning that is no time', { nbf: {} }],
    ['a time that is null', { iat: null }],
  ])('is refused with %s (DPOP-02)', (_, spoiled) =>
    expect(faultOf(() => readLife({ jti: 'a', iat: 1_000, ...spoiled }, null))).toBe(INVALID),
  );
});
