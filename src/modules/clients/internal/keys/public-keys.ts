import type { JSONWebKeySet } from 'jose';
import { isPublicJwk } from '../../../../platform/keys/public-jwk.js';

const MOST_KEYS = 20;

/** A key set of public keys, or null: one secret in it is one too many, so there is no picking out. */
export function readPublicKeys(value: unknown): JSONWebKeySet | null {
  if (typeof value !== 'object' || value === null || !('keys' in value)) return null;
  const { keys } = value;
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > MOST_KEYS) return null;
  return keys.every(isPublicJwk) ? { keys } : null;
}
