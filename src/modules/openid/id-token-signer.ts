import { hash } from 'node:crypto';
import { SignJWT } from 'jose/jwt/sign';
import { toWireId } from '../../kernel/ids.js';
import type { SigningKey } from './internal/key-ring.js';

/** Who signed in, and when. */
export interface SignIn {
  /** UUID. */
  readonly userId: string;
  /** Null where it is not known. */
  readonly authTime: Date | null;
  /** As the app sent it; null on a refresh (OpenID Core §12.2). */
  readonly nonce: string | null;
}

/** The access token that is issued with it. Times are the database's. */
export interface Companion {
  readonly accessToken: string;
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresInSeconds: number;
}

/** Signs ID tokens for one client with one key, without I/O: it may be used inside a transaction. */
export class IdTokenSigner {
  constructor(
    private readonly issuer: string,
    private readonly clientId: string,
    private readonly key: SigningKey,
  ) {}

  /** OpenID Core §2. The claims of `profile` and `email` are at the UserInfo endpoint (§5.4), not here. */
  sign({ userId, authTime, nonce }: SignIn, companion: Companion): Promise<string> {
    const { algorithm, kid, privateKey } = this.key;
    return new SignJWT({
      ...(authTime === null ? {} : { auth_time: Math.floor(authTime.getTime() / 1_000) }),
      ...(nonce === null ? {} : { nonce }),
      at_hash: leftHalf(companion.accessToken, HASH_OF[algorithm]),
    })
      .setProtectedHeader({ alg: algorithm, kid })
      .setIssuer(this.issuer)
      .setSubject(toWireId('usr', userId))
      .setAudience(this.clientId)
      .setIssuedAt(companion.issuedAt)
      .setExpirationTime(companion.issuedAt + companion.expiresInSeconds)
      .sign(privateKey);
  }
}

/** The hash inside each signature algorithm (OpenID Core §3.1.3.6); Ed25519 hashes with SHA-512 (RFC 8032 §5.1). */
const HASH_OF = { RS256: 'sha256', ES256: 'sha256', EdDSA: 'sha512' } as const;

function leftHalf(text: string, algorithm: 'sha256' | 'sha512'): string {
  const digest = hash(algorithm, text, 'buffer');
  return digest.subarray(0, digest.length / 2).toString('base64url');
}
