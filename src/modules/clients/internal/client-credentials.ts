import { invalidClient, invalidRequest } from '../../../kernel/errors/oauth-error.js';
import type { StrictForm } from '../../../platform/http/strict-form.js';
import { findJwtClaims } from '../../../platform/keys/compact-jwt.js';
import type { AuthMethod } from '../client.js';

/** The client credentials in a request, not verified yet. */
export interface ClientCredentials {
  readonly method: AuthMethod;
  readonly clientId: string;
  /** For the two methods with a secret. */
  readonly secret?: string;
  /** For `private_key_jwt`. */
  readonly assertion?: string;
}

/** The parts of a request that may contain credentials. */
export interface CredentialSources {
  /** Every `Authorization` header. */
  readonly authorization: readonly string[];
  /** Credentials here are refused. */
  readonly query: StrictForm;
  readonly form: StrictForm;
}

/**
 * Reads the single authentication method of a request (OAuth 2.1 §2.4).
 * @throws OAuthError `invalid_request` for two methods, a secret in the URL or no client at all; `invalid_client` for
 * an unsupported method or a malformed one
 */
export function readClientCredentials(sources: CredentialSources): ClientCredentials {
  const { authorization, form } = sources;
  refuseSecretInUrl(sources.query);
  const secret = form.get('client_secret');
  const assertion = form.get('client_assertion') ?? form.get('client_assertion_type');
  const ways = [...authorization, secret, assertion].filter((way) => way !== undefined);
  if (ways.length > 1) throw invalidRequest('Authenticate the client in one way only.');
  if (assertion !== undefined) return readAssertion(form);
  const [header] = authorization;
  if (header !== undefined) return readBasic(header, form);
  const clientId = form.require('client_id');
  return secret === undefined
    ? { method: 'none', clientId }
    : { method: 'client_secret_post', clientId, secret };
}

/** URLs end up in logs, so credentials there are refused, and not accepted or ignored (OAuth 2.1 §2.4.1). */
function refuseSecretInUrl(query: StrictForm): void {
  if (query.mentions('client_secret') || query.mentions('client_assertion')) {
    throw invalidRequest('Send client credentials in the body or a header, never in the URL.');
  }
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** RFC 7523 §2.2: the assertion names its client, and a client_id beside it must agree (RFC 7521 §4.2). */
function readAssertion(form: StrictForm): ClientCredentials {
  const assertion = form.get('client_assertion');
  if (assertion === undefined || form.get('client_assertion_type') !== ASSERTION_TYPE) {
    throw invalidClient('an assertion of another type, or none');
  }
  const clientId = subjectOf(assertion);
  if ((form.get('client_id') ?? clientId) !== clientId) {
    throw invalidClient('client_id differs from the subject of the assertion');
  }
  return { method: 'private_key_jwt', clientId, assertion };
}

function subjectOf(assertion: string): string {
  const sub = findJwtClaims(assertion)?.sub;
  if (typeof sub === 'string') return sub;
  throw invalidClient('the assertion names no client');
}

function readBasic(header: string, form: StrictForm): ClientCredentials {
  const [, encoded] = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header) ?? [];
  if (encoded === undefined) throw invalidClient('unreadable Authorization header');
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon === -1) throw invalidClient('no colon in the Basic credentials');
  const clientId = formDecode(pair.slice(0, colon));
  const secret = formDecode(pair.slice(colon + 1));
  if (clientId === '' || secret === '') throw invalidClient('empty Basic id or secret');
  if ((form.get('client_id') ?? clientId) !== clientId) {
    throw invalidClient('client_id differs from the Basic one');
  }
  return { method: 'client_secret_basic', clientId, secret };
}

/** Id and secret are form-encoded before they are joined (OAuth 2.1 §2.4.1). */
function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalidClient('bad percent-encoding in the Basic credentials');
  }
}
