import { OAuthError, type OAuthErrorCode } from '../../../../kernel/errors/oauth-error.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import type { Client } from '../../../clients/client.js';
import {
  isPrompt,
  readParameters,
  readPrompt,
  type RequestParameters,
} from '../requests/request-parameters.js';
import {
  hasKnownScopes,
  hasScopesOfOneResource,
  hasScopesOfThatResource,
  hasScopesOpenToClient,
  namesKnownResource,
  namesOneResource,
  readRequestedAccess,
  type RequestedAccess,
} from './requested-access.js';

/** A request whose client and redirect URI are validated. */
export interface ProvenRequest {
  readonly form: StrictForm;
  readonly client: Client;
  /** Pushed by the client, not received from a browser (RFC 9126). */
  readonly isPushed: boolean;
  /** Resource indicators of this server. */
  readonly resources: readonly string[];
}

/** A check, the error description, and the error code unless it is `invalid_request`. */
type Check<Of> = readonly [
  passes: (request: Of) => boolean,
  description: string | ((request: Of) => string),
  code?: OAuthErrorCode,
];
type WithForm = Pick<ProvenRequest, 'form'>;

const LONGEST_STATE = 2_048;
const SHA256_BASE64URL = /^[A-Za-z0-9_-]{43}$/;

/**
 * Stage one: the redirect URI is not validated yet, so these errors are pages (OAuth 2.1 §4.1.2.1). Then the client is
 * looked up and its redirect URI validated.
 */
const STAGE_ONE: readonly Check<WithForm>[] = [
  [comesOnce('client_id'), 'The parameter client_id is repeated.'],
  [comesOnce('redirect_uri'), 'The parameter redirect_uri is repeated.'],
  [comesOnce('state'), 'The parameter state is repeated.'],
  [comesOnce('response_mode'), 'The parameter response_mode is repeated.'],
  // `state` is returned in a URL, so characters not allowed there are refused before all other checks (A13).
  [
    ({ form }) => (form.get('state') ?? '').length <= LONGEST_STATE,
    `The state is longer than ${String(LONGEST_STATE)} characters: keep what is in it in the app, and send a random value that leads there.`,
  ],
  [
    matches('state', /^[\x20-\x7E]+$/),
    'The state has characters that are not printable ASCII: encode it, as base64url for example.',
  ],
  [matches('response_mode', /^query$/), 'Only the response mode query is offered.'],
  [has('client_id'), 'The parameter client_id is missing.'],
];

/** Stage two: errors that are reported to the client (RFC 6749 §4.1.1, OAuth 2.1 §4.1.1). */
const STAGE_TWO: readonly Check<ProvenRequest>[] = [
  [({ form }) => form.repeated().length === 0, 'A parameter is included more than once.'],
  // RFC 9126 §6: the client registered `require_pushed_authorization_requests`.
  [
    ({ client, isPushed }) => isPushed || !client.requirePushedAuthorizationRequests,
    'The app is registered to push its requests: send this one to the pushed authorization request endpoint first.',
  ],
  [lacks('request'), 'The parameter request is not supported.', 'request_not_supported'],
  [
    lacks('request_uri'),
    'The parameter request_uri is not supported.',
    'request_uri_not_supported',
  ],
  [has('response_type'), 'The parameter response_type is missing.'],
  [
    matches('response_type', /^code$/),
    'Only the response type code is offered.',
    'unsupported_response_type',
  ],
  // A client without the `authorization_code` grant could not redeem the code (RFC 6749 §4.1.2.1).
  [
    ({ client }) => client.grantTypes.includes('authorization_code'),
    'The app is not registered for authorization_code.',
    'unauthorized_client',
  ],
  // OAuth 2.1 §7.5.2: `S256`, sent explicitly, for every client. The digest has 43 base64url characters.
  [
    has('code_challenge'),
    'The code_challenge is missing: send the SHA-256 of a fresh code_verifier, base64url, with code_challenge_method=S256 (PKCE, RFC 7636).',
  ],
  [({ form }) => form.get('code_challenge_method') === 'S256', 'Send code_challenge_method=S256.'],
  [
    matches('code_challenge', SHA256_BASE64URL),
    'With S256, code_challenge has 43 base64url characters.',
  ],
  // It is returned in the ID token, so length and alphabet are limited to what any client can parse.
  [
    matches('nonce', /^[\x20-\x7E]{1,512}$/),
    'The nonce is longer than 512 characters or not printable ASCII.',
  ],
  // RFC 9449 §10: the thumbprint of the key that will redeem the code.
  [matches('dpop_jkt', SHA256_BASE64URL), 'The dpop_jkt has 43 base64url characters (RFC 9449).'],
  [namesOneResource, 'Ask for one resource at a time.', 'invalid_target'],
  [
    namesKnownResource,
    ({ resources }) => `The resource is not known here. There are ${resources.join(' and ')}.`,
    'invalid_target',
  ],
  [hasKnownScopes, 'A scope is unknown or malformed.', 'invalid_scope'],
  [hasScopesOfOneResource, 'The scopes are of two resources. Name one.', 'invalid_target'],
  [
    hasScopesOfThatResource,
    'None of these scopes means anything at this resource.',
    'invalid_scope',
  ],
  [hasScopesOpenToClient, 'None of these scopes is open to this client.', 'invalid_scope'],
  // OpenID Connect Core §3.1.2.1
  [
    ({ form }) => (form.get('prompt')?.split(' ') ?? []).every(isPrompt),
    'The parameter prompt may hold: none, login, consent, select_account.',
  ],
  [
    ({ form }) => !readPrompt(form).has('none') || readPrompt(form).size === 1,
    'The prompt none excludes every other one.',
  ],
  [matches('max_age', /^\d{1,9}$/), 'The max_age is a whole number of seconds.'],
];

/** @throws OAuthError for a page */
export const checkStageOne = (form: StrictForm): void => {
  check(STAGE_ONE, { form });
};

/** A request that passed all checks. */
export interface CheckedRequest extends RequestParameters, RequestedAccess {}

/** @throws OAuthError for the client */
export function checkStageTwo(request: ProvenRequest): CheckedRequest {
  check(STAGE_TWO, request);
  return { ...readParameters(request.form), ...readRequestedAccess(request) };
}

/** In order; the first failing check decides the error. */
function check<Of>(checks: readonly Check<Of>[], request: Of): void {
  for (const [passes, description, code = 'invalid_request'] of checks) {
    if (passes(request)) continue;
    throw new OAuthError(
      code,
      typeof description === 'string' ? description : description(request),
    );
  }
}

function comesOnce(name: string) {
  return ({ form }: WithForm): boolean => form.all(name).length <= 1;
}

function has(name: string) {
  return ({ form }: WithForm): boolean => form.get(name) !== undefined;
}

function lacks(name: string) {
  return ({ form }: WithForm): boolean => form.get(name) === undefined;
}

/** Absent also passes. */
function matches(name: string, pattern: RegExp) {
  return ({ form }: WithForm): boolean => {
    const value = form.get(name);
    return value === undefined || pattern.test(value);
  };
}
