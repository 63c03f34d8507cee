import type { Request, Response } from 'express';
import { BearerError, type TokenScheme } from '../../kernel/errors/bearer-error.js';
import { FORM_TYPE, formOf, readForm } from './form-body.js';
import { queryOf } from './request-query.js';

/** A token in a request, and its scheme. */
export interface ShownToken {
  readonly scheme: TokenScheme;
  readonly text: string;
}

const PARAMETER = 'access_token';
const AUTHORIZATION = 'authorization';

/** Characters of a token (RFC 6750 §2.1, `b64token`); the scheme is case-insensitive (RFC 9110 §11.1). */
const TOKEN = /^[a-z]+ +([A-Za-z0-9._~+/-]+=*) *$/i;

/**
 * The token in the `Authorization` header, the only method that is supported (RFC 6750 §2.1).
 *
 * @param schemes that the endpoint supports
 * @throws BearerError 401 without `error` if there is none (RFC 6750 §3.1), 401 `invalid_token` if it is malformed, 400
 * `invalid_request` if the request has more than one
 */
export function requireToken(request: Request, schemes: readonly TokenScheme[]): ShownToken {
  const [header = '', ...others] = authorizationsOf(request);
  if (others.length > 0) throw twice();
  const scheme = schemes.find((known) => schemeOf(header) === known.toLowerCase());
  if (!scheme) {
    throw new BearerError(undefined, 'Send an access token in the Authorization header.', {
      schemes,
    });
  }
  if (hasTokenElsewhere(request)) throw twice(scheme);
  const text = TOKEN.exec(header)?.[1];
  if (text === undefined) throw invalidToken('malformed', schemesAfter(scheme, schemes));
  return { scheme, text };
}

/** All of them: Node keeps the first of two in `headers`, and a proxy may have used the second. */
const authorizationsOf = ({ rawHeaders }: Request): string[] =>
  rawHeaders.filter((_, i) => i % 2 === 1 && isAuthorization(rawHeaders[i - 1] ?? ''));

const isAuthorization = (name: string): boolean =>
  name.length === AUTHORIZATION.length && name.toLowerCase() === AUTHORIZATION;

/** For tokens that are never bound to a key. @throws BearerError like `requireToken` */
export const requireBearerToken = (request: Request): string =>
  requireToken(request, ['Bearer']).text;

/** The same description for every fault of a token. */
export const invalidToken = (reason: string, schemes: readonly TokenScheme[] = ['Bearer']) =>
  new BearerError('invalid_token', 'The access token is unknown, expired or revoked.', {
    reason,
    schemes,
  });

/** A failed `Bearer` request is challenged with `DPoP` too; a failed `DPoP` request is not challenged with `Bearer`. */
export const schemesAfter = (
  tried: TokenScheme,
  schemes: readonly TokenScheme[],
): readonly TokenScheme[] => (tried === 'DPoP' ? [tried] : schemes);

const schemeOf = (header: string): string => (/^[^ ]*/.exec(header)?.[0] ?? '').toLowerCase();

const twice = (scheme: TokenScheme = 'Bearer'): BearerError =>
  new BearerError('invalid_request', 'Send one access token, in one Authorization header.', {
    schemes: [scheme],
  });

/** Of RFC 6750 §2.2 and §2.3: ignored, but refused beside a header (RFC 6750 §3.1). */
const hasTokenElsewhere = (request: Request): boolean =>
  queryOf(request).mentions(PARAMETER) || formOf(request)?.mentions(PARAMETER) === true;

/**
 * For endpoints that take JSON only, after their guard: a token in a form body gets its own error.
 * @throws BearerError 400 `invalid_request`, or what reading the form throws
 */
export async function refuseTokenInForm(request: Request, response: Response): Promise<void> {
  if (!request.is(FORM_TYPE)) return;
  await readForm(request, response);
  if (!formOf(request)?.mentions(PARAMETER)) return;
  const isProven = schemeOf(request.headers.authorization ?? '') === 'dpop';
  throw twice(isProven ? 'DPoP' : 'Bearer');
}
