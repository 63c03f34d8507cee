import { decodeProtectedHeader, type ProtectedHeaderParameters } from 'jose';
import { invalidClient } from '../../../../kernel/errors/oauth-error.js';

/** RFC 10070 §5 asks for the first; the others are what libraries send. */
const TYPES = ['client-authentication+jwt', 'application/client-authentication+jwt', 'jwt'];

/** The header, from which only the key's name is taken: keys it brings along are not the client's. */
export function readAssertionHeader(assertion: string): { readonly kid: string | undefined } {
  const { typ, kid, crit } = decode(assertion);
  if (typ !== undefined && !(typeof typ === 'string' && TYPES.includes(typ.toLowerCase()))) {
    throw invalidClient('the assertion is a token of another type');
  }
  if (crit !== undefined) throw invalidClient('the assertion has critical headers');
  return { kid: typeof kid === 'string' ? kid : undefined };
}

function decode(assertion: string): ProtectedHeaderParameters {
  try {
    return decodeProtectedHeader(assertion);
  } catch {
    throw invalidClient('the assertion is no JWT');
  }
}
