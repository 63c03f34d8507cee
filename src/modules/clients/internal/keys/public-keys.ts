import type { JSONWebKeySet, JWK } from 'jose';
import { membersOf } from '../../../../kernel/untrusted-json.js';
import { isOfUnknownType, readPublicJwk, UnfitKey } from '../../../../platform/keys/public-jwk.js';

const MOST_KEYS = 20;

/**
 * Validates a key set. Members of supported key types are kept, those of unknown types ignored (RFC 7517 §5). A private
 * or symmetric key in it refuses the set. Of several keys each needs a `kid`, by which an assertion names its key
 * (OpenID Core §10.1).
 * @throws UnfitKey
 */
export function readPublicKeys(value: unknown): JSONWebKeySet {
  const listed = membersOf(value)?.keys;
  if (!Array.isArray(listed) || listed.length === 0 || listed.length > MOST_KEYS) {
    throw new UnfitKey(`must be a set of 1 to ${String(MOST_KEYS)} keys`);
  }
  const keys = readKeys(listed);
  const names = new Set(keys.map(({ kid }) => kid));
  if (keys.length > 1 && (names.has(undefined) || names.size < keys.length)) {
    throw new UnfitKey('must give each of several keys a kid of its own');
  }
  return { keys };
}

function readKeys(listed: readonly unknown[]): JWK[] {
  const known = listed.flatMap((key, index) => (isOfUnknownType(key) ? [] : readKey(key, index)));
  return known.length > 0 ? known : listed.map(readKey);
}

function readKey(value: unknown, index: number): JWK {
  try {
    return readPublicJwk(value);
  } catch (error) {
    if (!(error instanceof UnfitKey)) throw error;
    throw new UnfitKey(`is refused, for key ${String(index + 1)} ${error.message}`);
  }
}
