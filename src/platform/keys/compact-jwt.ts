import { base64url } from 'jose';
import { readJsonObject, UnfitJson, type JsonObject } from '../../kernel/untrusted-json.js';

/** Characters of a JWT that somebody proves something with. */
export const LONGEST_JWT = 8_192;

/** What stands before the first dot, unverified; null if the text is no JWT in the compact form (RFC 7515 §7.1). */
export const findJwtHeader = (token: string): JsonObject | null => findPart(token, 0);

/** What stands behind it, unverified; null if there is no such. */
export const findJwtClaims = (token: string): JsonObject | null => findPart(token, 1);

/**
 * What a signature was found to be under. Not `jwtVerify`: it judges `exp` and `nbf` by the clock of this process, where
 * the database's decides, and takes `typ` and `crit` that are refused here. @throws UnfitJson
 */
export const readSignedClaims = (payload: Uint8Array): JsonObject =>
  readJsonObject(payload, LONGEST_JWT);

function findPart(token: string, index: 0 | 1): JsonObject | null {
  const parts = token.length > LONGEST_JWT ? [] : token.split('.');
  if (parts.length !== 3) return null;
  try {
    return readJsonObject(base64url.decode(parts[index] ?? ''), LONGEST_JWT);
  } catch (error) {
    if (error instanceof UnfitJson || error instanceof TypeError) return null;
    throw error;
  }
}
