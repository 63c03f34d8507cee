import type { JSONWebKeySet } from 'jose';

const MOST_KEYS = 20;
const PUBLIC_TYPES = ['RSA', 'EC', 'OKP'];

/** Members that only private and symmetric keys have (RFC 7518 §6). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

/** A key set of public keys, or null: one secret in it is one too many, so there is no picking out. */
export function readPublicKeys(value: unknown): JSONWebKeySet | null {
  if (!isObject(value) || !Array.isArray(value.keys)) return null;
  const keys: readonly unknown[] = value.keys;
  if (keys.length === 0 || keys.length > MOST_KEYS || !keys.every(isPublicKey)) return null;
  return { keys: keys as JSONWebKeySet['keys'] };
}

const isPublicKey = (key: unknown): boolean =>
  isObject(key) &&
  typeof key.kty === 'string' &&
  PUBLIC_TYPES.includes(key.kty) &&
  !PRIVATE_MEMBERS.some((member) => member in key);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
