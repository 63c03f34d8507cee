import { hash } from 'node:crypto';
import { hasSecretShape, type SecretKind } from '../../../src/kernel/secret.js';
import { spokenPasswords } from './spoken-passwords.js';

const OURS = /is(oa|or|at|ds|oc|cs|rg)_[0-9A-Za-z]{49}/g;
/** `isoa_` and the others, as printed in a `bytea`. */
const OURS_AS_HEX = /6973(?:6f61|6f72|6174|6473|6f63|6373|7267)5f[0-9a-f]{98}/g;
const WEBHOOK_SECRET = /whsec_[A-Za-z0-9+/]{20,}/;
const WORD = /[A-Za-z0-9_-]{20,}/g;
const REQUEST_URI = 'urn:ietf:params:oauth:request_uri:';
/** PEM, the private member of a JWK, and PKCS #8 of RSA, EC and Ed25519 as printed in a `bytea`. */
const PRIVATE_KEY =
  /PRIVATE KEY|"d\\*"+:\s*\\*"+[\w-]{40,}|020100300d06092a864886f70d0101|0201003013?06072a8648ce3d0201|302e020100300506032b6570/;

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');

/** SHA-256 values in the rows of a database: their preimages must not be there. */
export function digestsIn(text: string): ReadonlySet<string> {
  const asHex = [...text.matchAll(/\\\\?x([0-9a-f]{64})(?![0-9a-f])/g)].map(([, hex]) =>
    String(hex),
  );
  // PKCE challenges and key thumbprints.
  const asText = [...text.matchAll(/(?<![\w-])[\w-]{43}(?![\w-])/g)].map(([word]) =>
    Buffer.from(word, 'base64url').toString('hex'),
  );
  return new Set([...asHex, ...asText]);
}

/**
 * Every secret readable in a text. Tokens are recognised by prefix and checksum. Others, such as session cookies, reset
 * links, `request_uri` values and PKCE verifiers, look like any random word; but their hashes are stored, so a word
 * whose hash is stored is a secret. Tests need not register secrets.
 */
export function findSecrets(text: string, digests: ReadonlySet<string>): string[] {
  // In a URL a word may follow an escaped colon.
  const plain = text.replaceAll(/%[0-9A-Fa-f]{2}/g, ' ');
  const words = new Set([...plain.matchAll(WORD)].map(([word]) => word));
  const isKept = (secret: string): boolean => digests.has(sha256(secret).toString('hex'));
  return [
    ...[...text.matchAll(OURS)].map(([secret]) => secret).filter(isOurs),
    ...[...text.matchAll(OURS_AS_HEX)]
      .map(([hex]) => Buffer.from(hex, 'hex').toString())
      .filter(isOurs),
    ...[...words].filter((word) => isKept(word) || isKept(REQUEST_URI + word)),
    ...[...spokenPasswords].filter((password) => text.includes(password)),
    ...(PRIVATE_KEY.exec(text) ?? []),
    ...(WEBHOOK_SECRET.exec(text) ?? []),
  ];
}

const isOurs = (text: string): boolean => hasSecretShape(text.slice(0, 4) as SecretKind, text);
