import { createHash } from 'node:crypto';

/** The verifier of every prepared code, and its S256 challenge (RFC 7636 §4.2). */
export const VERIFIER = 'bench-verifier-'.padEnd(43, 'x');
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

/** The Authorization header of a client (RFC 6749 §2.3.1). */
export const basic = (id, secret) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;
