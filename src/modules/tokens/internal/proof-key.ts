import { hash, timingSafeEqual } from 'node:crypto';

/** RFC 7636 §4.1: 43 to 128 unreserved characters. */
const VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/;

/** Whether `verifier` is what the S256 `challenge` was made of (RFC 7636 §4.6). */
export function provesKey(verifier: string, challenge: string): boolean {
  if (!VERIFIER.test(verifier)) return false;
  const given = Buffer.from(hash('sha256', verifier, 'base64url'));
  const expected = Buffer.from(challenge);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
