import type { Request } from 'express';
import { BearerError } from '../../kernel/errors/bearer-error.js';

/** Characters of a token (RFC 6750 §2.1, `b64token`); the scheme is of any letter case (RFC 9110 §11.1). */
const BEARER = /^bearer +([A-Za-z0-9._~+/-]+=*) *$/i;

/**
 * The access token in the `Authorization` header, the only place we look at (RFC 6750 §2.1).
 *
 * @throws BearerError 401 without `error` if there is none (RFC 6750 §3.1), 401 `invalid_token` if it is no
 * token at all, 400 `invalid_request` if the request carries more than one
 */
export function requireBearerToken(request: Request): string {
  // Node keeps the first of two `Authorization` headers; a proxy before us may believe the second.
  const headers = request.headersDistinct.authorization ?? [];
  if (headers.length > 1) throw twice();
  const [header = ''] = headers;
  if (!/^bearer( |$)/i.test(header)) {
    throw new BearerError(undefined, 'Send an access token in the Authorization header.');
  }
  if (hasTokenElsewhere(request)) throw twice();
  const token = BEARER.exec(header)?.[1];
  if (token === undefined) throw invalidToken('malformed');
  return token;
}

/** The same words whatever is wrong with it. */
export const invalidToken = (reason: string): BearerError =>
  new BearerError(
    'invalid_token',
    'The access token is unknown, expired or revoked.',
    undefined,
    reason,
  );

const twice = (): BearerError =>
  new BearerError('invalid_request', 'Send one access token, in one Authorization header.');

/** RFC 6750 §2.2 and §2.3 know two more places. We ignore them, but not beside a header (RFC 6750 §3.1). */
function hasTokenElsewhere({ query, body }: Request): boolean {
  if (query.access_token !== undefined) return true;
  return typeof body === 'string' && new URLSearchParams(body).has('access_token');
}
