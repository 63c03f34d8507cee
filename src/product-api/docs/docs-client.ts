import { hash } from 'node:crypto';
import { toWireId } from '../../kernel/ids.js';

/** Where the answer of an authorization comes back to. */
export const CALLBACK_PATH = '/docs/oauth2-redirect.html';

/**
 * The UUID (version 8, RFC 9562 §5.8) of the app that the documentation of this issuer is. Made of the issuer, since the
 * redirect URI is: another issuer has another app.
 */
export function docsClientUuid(issuer: string): string {
  const hex = hash('sha256', `docs ${issuer}`);
  const groups = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`];
  return [...groups, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/** Its `client_id`. */
export const docsClientId = (issuer: string): string => toWireId('app', docsClientUuid(issuer));
