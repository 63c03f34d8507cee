import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { exportJWK, exportSPKI } from 'jose';
import { ProofKey, seconds, type ProofTarget, type Spoiled } from './proof-key.js';

/** The fault, and how to make it. */
export type SpoiledProof = readonly [
  fault: string,
  make: (key: ProofKey, target: ProofTarget) => Promise<string> | string,
];

const spoil =
  (spoiled: Spoiled) =>
  (key: ProofKey, target: ProofTarget): Promise<string> =>
    key.prove(target, spoiled);

const header = (members: Record<string, unknown>) => spoil({ header: members });
const claims = (members: Record<string, unknown>) => spoil({ claims: members });

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The claims of a valid proof under another header, signed in another way. */
const resign =
  (
    header: (key: ProofKey) => object,
    signature: (key: ProofKey, input: string) => Promise<string> | string,
  ) =>
  async (key: ProofKey, target: ProofTarget): Promise<string> => {
    const [, payload = ''] = (await key.prove(target)).split('.');
    const input = `${encode(header(key))}.${payload}`;
    return `${input}.${await signature(key, input)}`;
  };

const hmac = (secret: string | Buffer, input: string): string =>
  createHmac('sha256', secret).update(input).digest('base64url');

/** RSA of 1024 bits, with which libraries refuse to sign. */
async function shortKey(_key: ProofKey, target: ProofTarget): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 });
  const head = { typ: 'dpop+jwt', alg: 'RS256', jwk: publicKey.export({ format: 'jwk' }) };
  const [, payload = ''] = (await (await ProofKey.make()).prove(target)).split('.');
  const input = `${encode(head)}.${payload}`;
  return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
}

/** Faults of the JWT and its key, for which the signature proves nothing. */
export const SPOILED_KEYS: readonly SpoiledProof[] = [
  ['of another type', header({ typ: 'jwt' })],
  ['of a type written otherwise', header({ typ: 'application/dpop+jwt' })],
  ['without a type', header({ typ: undefined })],
  [
    'without a signature',
    resign(
      ({ jwk }) => ({ typ: 'dpop+jwt', alg: 'none', jwk }),
      () => '',
    ),
  ],
  [
    'with a secret that is the public key',
    resign(
      ({ jwk }) => ({ typ: 'dpop+jwt', alg: 'HS256', jwk }),
      async ({ publicKey }, input) => hmac(await exportSPKI(publicKey), input),
    ),
  ],
  [
    'with a secret that it brings along',
    resign(
      () => ({ typ: 'dpop+jwt', alg: 'HS256', jwk: { kty: 'oct', k: encode('secret') } }),
      (_key, input) => hmac(encode('secret'), input),
    ),
  ],
  [
    'that says another algorithm than it is signed with',
    resign(
      ({ jwk }) => ({ typ: 'dpop+jwt', alg: 'RS256', jwk }),
      async (key, input) => (await key.prove({ uri: input })).split('.')[2] ?? '',
    ),
  ],
  [
    'under an algorithm that is not offered',
    async (_key, target) => (await ProofKey.make('ES384')).prove(target),
  ],
  [
    'with a key of another curve',
    (key, target) => key.prove(target, { header: { jwk: { ...key.jwk, crv: 'P-384' } } }),
  ],
  [
    'with a key for agreement, not for signing',
    (key, target) =>
      key.prove(target, { header: { jwk: { kty: 'OKP', crv: 'X25519', x: key.jwk.x } } }),
  ],
  ['with a key that is too short', shortKey],
  ['without a key', header({ jwk: undefined })],
  ['with the name of a key only', header({ jwk: undefined, kid: 'key-1' })],
  ['with a certificate only', header({ jwk: undefined, x5c: ['MIIB'] })],
  ['with a key that is no object', header({ jwk: 'key' })],
  ['with a list of keys', header({ jwk: [] })],
  [
    'with a key that is missing a part',
    async (key, target) => key.prove(target, { header: { jwk: { ...key.jwk, x: undefined } } }),
  ],
  [
    'with a point that is not on the curve',
    async (key, target) => key.prove(target, { header: { jwk: { ...key.jwk, x: key.jwk.y } } }),
  ],
  [
    'with its private key',
    async (key, target) => key.prove(target, { header: { jwk: await exportJWK(key.privateKey) } }),
  ],
  [
    'with the key of somebody else',
    async (key, target) => key.prove(target, { header: { jwk: (await ProofKey.make()).jwk } }),
  ],
  [
    'with a key that would take long',
    async (key, target) =>
      key.prove(target, {
        header: { jwk: { kty: 'RSA', n: 'A'.repeat(342), e: 'A'.repeat(342) } },
      }),
  ],
  ['with critical headers', header({ crit: ['b64'], b64: true })],
  [
    'that was changed',
    async (key, target) => {
      const [start, , signature] = (await key.prove(target)).split('.');
      return `${start ?? ''}.${encode({ jti: 'x', htm: 'POST', htu: target.uri, iat: seconds() })}.${signature ?? ''}`;
    },
  ],
  ['that is cut off', async (key, target) => (await key.prove(target)).slice(0, -8)],
  ['that is two', async (key, target) => `${await key.prove(target)}, ${await key.prove(target)}`],
  ['that is nothing', () => ''],
  ['that is no JWT', () => 'a.b.c'],
  ['that is endless', () => `${'a'.repeat(9_000)}.b.c`],
];

/** Faults of the claims: made for another request, or at another time. */
export const SPOILED_CLAIMS: readonly SpoiledProof[] = [
  ['without jti', claims({ jti: undefined })],
  ['with an empty jti', claims({ jti: '' })],
  ['with a jti that is no text', claims({ jti: 7 })],
  ['without htm', claims({ htm: undefined })],
  ['for another method', claims({ htm: 'PATCH' })],
  [
    'for a method in small letters',
    async (key, target) =>
      key.prove(target, { claims: { htm: (target.method ?? 'POST').toLowerCase() } }),
  ],
  ['without htu', claims({ htu: undefined })],
  ['for another path', async (key, target) => key.prove({ ...target, uri: `${target.uri}/more` })],
  [
    'for a path with one more slash',
    async (key, target) => key.prove({ ...target, uri: `${target.uri}/` }),
  ],
  [
    'for another host',
    async (key, target) =>
      key.prove({ ...target, uri: target.uri.replace('localhost', 'evil.example') }),
  ],
  [
    'for our address instead of our name',
    async (key, target) =>
      key.prove({ ...target, uri: target.uri.replace('localhost', '127.0.0.1') }),
  ],
  [
    'for another port',
    async (key, target) => key.prove({ ...target, uri: target.uri.replace(/:\d+/, '') }),
  ],
  [
    'for another protocol',
    async (key, target) => key.prove({ ...target, uri: target.uri.replace('http:', 'https:') }),
  ],
  [
    'for a person at our host',
    async (key, target) => key.prove({ ...target, uri: target.uri.replace('//', '//a@') }),
  ],
  [
    'for a path alone',
    async (key, target) => key.prove({ ...target, uri: new URL(target.uri).pathname }),
  ],
  ['for several URIs', async (key, target) => key.prove(target, { claims: { htu: [target.uri] } })],
  ['without iat', claims({ iat: undefined })],
  [
    'with an iat that is no number',
    async (key, target) => key.prove(target, { claims: { iat: String(seconds()) } }),
  ],
  [
    'from two minutes ago',
    async (key, target) => key.prove(target, { claims: { iat: seconds() - 120 } }),
  ],
  [
    'from the next minute',
    async (key, target) => key.prove(target, { claims: { iat: seconds() + 60 } }),
  ],
  ['from the end of time', claims({ iat: 1e300 })],
  [
    'that has expired',
    async (key, target) => key.prove(target, { claims: { exp: seconds() - 5 } }),
  ],
  [
    'that is for later',
    async (key, target) => key.prove(target, { claims: { nbf: seconds() + 60 } }),
  ],
];
