import type { JWK } from 'jose';
import { calculateJwkThumbprint } from 'jose/jwk/thumbprint';
import { exportJWK } from 'jose/key/export';
import { generateKeyPair } from 'jose/key/generate/keypair';
import type { IdTokenAlgorithm } from '../../clients/client.js';
import type { KeySeal } from './key-seal.js';

/** A key as it is stored: the public key in clear, the private key encrypted. */
export interface NewKey {
  readonly kid: string;
  readonly algorithm: IdTokenAlgorithm;
  readonly publicJwk: JWK;
  readonly sealedPrivateKey: string;
}

/** Generates a key pair (RSA of 2048 bits, P-256 or Ed25519); its id is its thumbprint (RFC 7638). */
export async function makeKey(algorithm: IdTokenAlgorithm, seal: KeySeal): Promise<NewKey> {
  const pair = await generateKeyPair(algorithm, { extractable: true });
  const bare = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(bare);
  return {
    kid,
    algorithm,
    publicJwk: { ...bare, kid, use: 'sig', alg: algorithm },
    sealedPrivateKey: await seal.seal(kid, await exportJWK(pair.privateKey)),
  };
}
