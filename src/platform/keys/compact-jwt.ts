import * as base64url from 'jose/base64url';
import { readJsonObject, UnfitJson, type JsonObject } from '../../kernel/untrusted-json.js';

/** Maximum length of a proof or assertion. */
export const LONGEST_JWT = 8_192;

/** The header, unverified; null if the text is not a JWT in the compact serialisation (RFC 7515 §7.1). */
export const findJwtHeader = (token: string): JsonObject | null => findPart(token, 0);

/** The claims, unverified; null if they are not an object. */
export const findJwtClaims = (token: string): JsonObject | null => findPart(token, 1);

/**
 * The verified header and claims. Not `jwtVerify`: it checks `exp` and `nbf` by this process's clock, where the
 * database's is used, and accepts `typ` and `crit` that are refused here. @throws UnfitJson
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
