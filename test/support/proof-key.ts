import { createHash, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';

/** The request of a proof. */
export interface ProofTarget {
  readonly method?: string;
  /** The external URL: that of the issuer, whatever socket is used. */
  readonly uri: string;
  /** The access token of the same request, at a resource. */
  readonly token?: string;
}

/** Overrides members; undefined removes one. */
export interface Spoiled {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
}

/** An app's key, and proofs of its possession (RFC 9449). */
export class ProofKey {
  private constructor(
    readonly algorithm: string,
    readonly privateKey: CryptoKey,
    readonly publicKey: CryptoKey,
    readonly jwk: JWK,
    readonly thumbprint: string,
  ) {}

  static async make(algorithm = 'ES256'): Promise<ProofKey> {
    const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
    const jwk = await exportJWK(publicKey);
    return new ProofKey(algorithm, privateKey, publicKey, jwk, await calculateJwkThumbprint(jwk));
  }

  prove({ method = 'POST', uri, token }: ProofTarget, spoiled: Spoiled = {}): Promise<string> {
    const ath = token === undefined ? {} : { ath: sha256(token) };
    const claims = { jti: randomUUID(), htm: method, htu: uri, iat: seconds(), ...ath };
    return new SignJWT({ ...claims, ...spoiled.claims })
      .setProtectedHeader({
        alg: this.algorithm,
        typ: 'dpop+jwt',
        jwk: this.jwk,
        ...spoiled.header,
      })
      .sign(this.privateKey);
  }
}

export const seconds = (): number => Math.floor(Date.now() / 1_000);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** The order of P-256: if (r, s) is a signature, so is (r, -s), and anybody can compute it. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The same ES256 proof with the other signature. */
export function turnSignature(proof: string): string {
  const [header, payload, signature = ''] = proof.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const turned = ORDER - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  bytes.write(turned.toString(16).padStart(64, '0'), 32, 'hex');
  return [header, payload, bytes.toString('base64url')].join('.');
}
