import type { JWK } from 'jose';

const PUBLIC_TYPES = ['RSA', 'EC', 'OKP'];

/** Members that only private and symmetric keys have (RFC 7518 §6). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

/** A key of a kind that we verify signatures with, and nothing in it that its owner should have kept. */
export const isPublicJwk = (key: unknown): key is JWK =>
  isObject(key) &&
  typeof key.kty === 'string' &&
  PUBLIC_TYPES.includes(key.kty) &&
  !PRIVATE_MEMBERS.some((member) => member in key);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
