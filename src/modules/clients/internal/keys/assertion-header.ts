import { findJwtHeader } from '../../../../platform/keys/compact-jwt.js';
import { invalidClient } from '../../../../kernel/errors/oauth-error.js';
import { refusedAssertion } from './refused-assertion.js';

/** RFC 10070 §5 asks for the first; the others are what libraries send. */
const TYPES = ['client-authentication+jwt', 'application/client-authentication+jwt', 'jwt'];

/** What the header says, of which only the key's name is used: keys it brings along are not the client's. */
export interface AssertionHeader {
  readonly kid: string | undefined;
  readonly typ: unknown;
  readonly crit: unknown;
}

/** @throws OAuthError `invalid_client` */
export function readAssertionHeader(assertion: string): AssertionHeader {
  const header = findJwtHeader(assertion);
  if (!header) throw invalidClient('the assertion is no JWT');
  const { typ, kid, crit } = header;
  return { typ, crit, kid: typeof kid === 'string' ? kid : undefined };
}

/** Once the signature is right. @throws OAuthError `invalid_client` */
export function checkAssertionHeader({ typ, crit }: AssertionHeader): void {
  if (typ !== undefined && !(typeof typ === 'string' && TYPES.includes(typ.toLowerCase()))) {
    throw refusedAssertion('The typ of the assertion must be client-authentication+jwt or JWT.');
  }
  if (crit !== undefined) throw refusedAssertion('The assertion must not have critical headers.');
}
