import { compactDecrypt } from 'jose/jwe/compact/decrypt';
import { CompactEncrypt } from 'jose/jwe/compact/encrypt';

/**
 * Encrypts a text for the database: JWE (RFC 7516), `dir` with AES-256-GCM, under a key that was derived from
 * SECRET_KEY. The header names its row by `kid`, so that the ciphertext of one row cannot be used in another.
 */
export const sealText = (key: Uint8Array, kid: string, text: string): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid })
    .encrypt(key);

/** @throws Error if SECRET_KEY was another one, or the text was sealed for another row */
export async function openSealedText(
  key: Uint8Array,
  kid: string,
  sealed: string,
): Promise<string> {
  const { plaintext, protectedHeader } = await compactDecrypt(sealed, key, {
    keyManagementAlgorithms: ['dir'],
    contentEncryptionAlgorithms: ['A256GCM'],
  });
  if (protectedHeader.kid !== kid) throw new Error('sealed for another row');
  return new TextDecoder().decode(plaintext);
}
